//! The page of a response: what it shows, and which causes it has had.

use std::fmt::Write as _;

use crate::catalog::response::{Credential, Layer, Response, Shows};

/// What stands above the shares of causes.
const SHARES_HEAD: &str = "\
Its causes, if the credential never worked, if it did until now, if it fails now and then:

| cause | never | until now | now and then |
|---|---|---|---|
";

/// The page of one response.
pub(crate) fn response(response: &Response) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}", response.id, response.meaning, layer(response.layer));
    if !response.services.is_empty() {
        let _ = write!(page, ", of {}", response.services.join(", "));
    }
    if !response.status.is_empty() {
        let status: Vec<_> = response.status.iter().map(u16::to_string).collect();
        let _ = write!(page, ", with status {}", status.join(", "));
    }
    let _ = write!(page, ". {}\n\n", shows(response.shows));
    let codes: Vec<_> = response.all_codes().map(|code| format!("`{code}`")).collect();
    if !codes.is_empty() {
        let _ = write!(page, "Apple's code: {}\n\n", codes.join(", "));
    }
    if let Some(sample) = response.sample {
        for line in sample.lines() {
            let _ = writeln!(page, "    {line}");
        }
        page.push('\n');
    }
    page.push_str(&shares(response));
    if response.decisive {
        page.push_str("No case is known in which it meant anything else than the first.\n\n");
    }
    if !response.hints.is_empty() {
        for hint in response.hints {
            let _ = writeln!(page, "- {hint}");
        }
        page.push('\n');
    }
    let _ = writeln!(page, "Source: {}", response.source);
    page
}

fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Api => "An answer of the API",
        Layer::Tool => "A tool's words",
        Layer::Local => "A tool's words before it sends anything",
        Layer::Edge => "An answer of the servers in front of the API",
        Layer::Session => "An answer to the web session of an Apple ID",
        Layer::Network => "A tool's words for a connection that failed",
    }
}

fn shows(shows: Shows) -> &'static str {
    match shows {
        Shows::Refused { credential: Credential::Doubtful } => "The credential was refused.",
        Shows::Refused { credential: Credential::Good } => {
            "The credential is good; what it may do is not enough."
        }
        Shows::Accepted => "It shows that the credential was accepted.",
        Shows::Unsendable => "The credential could not be used at all.",
        Shows::Nothing => "It shows nothing of the credential.",
    }
}

/// How often each cause was behind a response, as a table.
fn shares(response: &Response) -> String {
    let priors = &response.priors;
    if priors.never.is_empty() {
        return String::new();
    }
    let mut table = String::from(SHARES_HEAD);
    let columns = [priors.never, priors.worked, priors.intermittent];
    let mut causes: Vec<&str> = Vec::new();
    for (cause, _) in columns.iter().copied().flatten() {
        if !causes.contains(cause) {
            causes.push(cause);
        }
    }
    for cause in causes {
        let _ = write!(table, "| {cause} |");
        for column in columns {
            let share = column.iter().find(|(name, _)| *name == cause);
            let _ = match share {
                Some((_, share)) => write!(table, " {:.0} % |", share * 100.0),
                None => write!(table, " – |"),
            };
        }
        table.push('\n');
    }
    table.push('\n');
    table
}
