//! The words of a command, as a shell splits it.

/// What stands for a part of the command that the shell put in, and nobody can know.
pub(super) const EXPANDED: &str = "***";

/// The words of the first simple command, as a POSIX shell splits it, and the lines it has; `None` when a quote is not
/// closed. What the shell would put in is [`EXPANDED`].
pub(super) fn words(text: &str) -> Option<(Vec<String>, usize)> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars().peekable();
    let mut has_rest = false;
    while let Some(c) = chars.next() {
        match c {
            '\n' => {
                has_rest = true;
                break;
            }
            '|' | ';' | '&' | '<' | '>' => {
                has_rest = chars.any(|c| c == '\n');
                break;
            }
            // A line goes on after a backslash, in Windows after a caret.
            '\\' | '^' if chars.next_if_eq(&'\n').is_some() => {}
            '\\' => word.get_or_insert_default().extend(chars.next()),
            c if c.is_whitespace() => words.extend(word.take()),
            '\'' => single_quoted(&mut chars, word.get_or_insert_default(), false)?,
            '"' => double_quoted(&mut chars, word.get_or_insert_default())?,
            '$' if chars.next_if_eq(&'\'').is_some() => {
                single_quoted(&mut chars, word.get_or_insert_default(), true)?;
            }
            '$' | '`' => expand(c, &mut chars, word.get_or_insert_default()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    let rest = if has_rest { 1 + chars.filter(|c| *c == '\n').count() } else { 0 };
    let lines = 1 + text.matches('\n').count();
    Some((words, lines - rest))
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn single_quoted(chars: &mut Chars, word: &mut String, has_escapes: bool) -> Option<()> {
    loop {
        match chars.next()? {
            '\'' => return Some(()),
            '\\' if has_escapes => word.push(match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            }),
            c => word.push(c),
        }
    }
}

fn double_quoted(chars: &mut Chars, word: &mut String) -> Option<()> {
    loop {
        match chars.next()? {
            '"' => return Some(()),
            '\\' => match chars.next()? {
                '\n' => {}
                c @ ('"' | '\\' | '$' | '`') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c @ ('$' | '`') => expand(c, chars, word),
            c => word.push(c),
        }
    }
}

/// Skips a variable, `${…}`, `$(…)` or the command between two backquotes.
fn expand(sign: char, chars: &mut Chars, word: &mut String) {
    let closing = match (sign, chars.peek()) {
        ('`', _) => '`',
        (_, Some('(')) => ')',
        (_, Some('{')) => '}',
        (_, Some(c)) if c.is_ascii_alphanumeric() || *c == '_' => {
            while chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_').is_some() {}
            word.push_str(EXPANDED);
            return;
        }
        _ => {
            word.push(sign);
            return;
        }
    };
    let mut depth = usize::from(closing == '`');
    for c in chars.by_ref() {
        match c {
            '(' if closing == ')' => depth += 1,
            '{' if closing == '}' => depth += 1,
            c if c == closing => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    word.push_str(EXPANDED);
}
