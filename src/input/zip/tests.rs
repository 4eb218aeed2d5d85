//! Whole and damaged archives; what the program makes of them stands in `tests/suite/archive.rs`.

use std::io::Read;

use zeroize::Zeroizing;

use super::{Archive, Backing, Fault};

mod writer;

use writer::{Member, finished, zip};

type Contents = (Vec<(String, Vec<u8>, Option<String>)>, Option<String>);

/// The members, each with its content and how that ends, and what is wrong with the archive.
fn read(bytes: &[u8]) -> Result<Contents, Fault> {
    let (archive, fault) = Archive::open(Backing::held(Zeroizing::new(bytes.to_vec())))?;
    let member = |entry: &super::Entry| {
        let mut content = Vec::new();
        let end = match archive.member(entry) {
            Ok(mut reader) => reader.read_to_end(&mut content).err().map(|error| error.to_string()),
            Err(fault) => Some(fault.to_string()),
        };
        (entry.name.clone(), content, end)
    };
    Ok((archive.entries.iter().map(member).collect(), fault.map(|fault| fault.to_string())))
}

fn samples() -> Vec<Member> {
    let numbers: String = (0..150).map(|number| format!("line {}\n", number * 7919 % 10_007)).collect();
    vec![
        Member::new("0_build.txt", &numbers),
        Member::new("build/1_Set up job.txt", "stored\n").stored(),
        Member::new("build/2_empty.txt", ""),
        Member::new("build/3_Run.txt", &numbers).streamed(),
    ]
}

fn wide(members: Vec<Member>) -> Vec<Member> {
    members.into_iter().map(|member| Member { is_wide: true, ..member }).collect()
}

#[test]
fn all_members_are_read_in_each_form() {
    for members in [samples(), wide(samples())] {
        let whole = zip(&members);
        let commented = [&whole[..whole.len() - 2], &[3, 0], b"PK\x05"].concat();
        for bytes in [whole.clone(), commented, [whole, vec![0; 100]].concat()] {
            let (found, fault) = read(&bytes).unwrap();
            assert_eq!((found.len(), fault), (members.len(), None));
            for ((name, content, end), member) in found.iter().zip(&members) {
                assert_eq!((name.as_bytes(), content, end), (&member.name[..], &member.content, &None));
            }
        }
    }
}

#[test]
fn of_a_cut_archive_what_stood_before_is_read() {
    for members in [samples(), wide(samples())] {
        let whole = zip(&members);
        let directory: usize = members.iter().map(|member| member.local().len()).sum();
        for cut in (0..directory).step_by(7).chain(directory - 40..whole.len()) {
            let (found, fault) = match read(&whole[..cut]) {
                Err(fault) => (Vec::new(), Some(fault.to_string())),
                Ok(read) => read,
            };
            assert_eq!(fault.as_deref(), Some("the ZIP archive ends early; fetch it again"), "{cut}");
            for ((name, content, end), member) in found.iter().zip(&members) {
                assert_eq!(name.as_bytes(), member.name);
                assert!(member.content.starts_with(content), "{cut}: {name}");
                assert!(content.len() == member.content.len() || end.is_some(), "{cut}: {name}");
            }
            // Nothing that is whole is lost.
            let ends = members.iter().scan(0, |end, member| {
                *end += member.local().len();
                Some(*end)
            });
            let most = ends.filter(|end| *end <= cut).count();
            let whole = found.iter().filter(|(_, _, end)| end.is_none()).count();
            assert!(whole >= most, "{cut}: {whole} of {most}");
        }
    }
}

#[test]
fn no_changed_byte_is_unnoticed_in_the_content() {
    let members = samples();
    let whole = zip(&members);
    let contents: Vec<_> = members.iter().map(|member| &member.content).collect();
    for at in 0..whole.len() {
        for change in [0x01, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            // It neither panics nor takes long, and what it reads without an error is what was packed.
            let Ok((found, _)) = read(&bytes) else { continue };
            for (name, content, end) in &found {
                assert!(end.is_some() || contents.contains(&content), "{at} ^ {change}: {name}");
            }
        }
    }
}

#[test]
fn members_that_share_bytes_are_refused() {
    let member = Member::new("a.txt", "text\n".repeat(100));
    let local = member.local();
    for (directory, count) in [
        ([member.central(0), member.central(0)].concat(), 2),
        ([member.central(0), Member::new("b.txt", "").central(10)].concat(), 2),
    ] {
        let bytes = finished(local.clone(), &directory, count, false);
        assert!(matches!(read(&bytes), Err(Fault::Overlap)));
    }
}

#[test]
fn a_lying_directory_is_not_believed() {
    let members = samples();
    let local: Vec<u8> = members.iter().flat_map(Member::local).collect();
    let starts = |members: &[Member]| -> Vec<u8> {
        let place = |end: &mut u64, member: &Member| {
            let start = *end;
            *end += member.local().len() as u64;
            Some(member.central(start))
        };
        members.iter().scan(0, place).flatten().collect()
    };
    let directory = starts(&members);
    // Another count, in both directions.
    for count in [1, 3, 5, 10_000] {
        let (found, fault) = read(&finished(local.clone(), &directory, count, false)).unwrap();
        assert_eq!(found.len(), members.len());
        assert!(fault.unwrap().contains("another length"));
    }
    // Members that are not there at all, or larger than the archive: found without the directory.
    for wrong in [members[0].central(0xffff_fff0), Member::new("a", "b".repeat(1 << 20)).stored().central(0)]
    {
        let (found, fault) = read(&finished(local.clone(), &wrong, 1, false)).unwrap();
        assert_eq!(found.len(), members.len());
        assert!(fault.unwrap().contains("list of members is wrong"));
    }
    // A member somewhere else.
    let bytes = finished(local, &members[2].central(5), 1, false);
    let (found, _) = read(&bytes).unwrap();
    assert!(found[0].2.as_ref().unwrap().contains("not where"));
}

#[test]
fn too_many_members_are_refused_before_they_are_read() {
    let member = Member::new("a", "").stored();
    let count = |count: usize| {
        let local = member.local();
        let directory: Vec<u8> =
            (0..count).flat_map(|number| member.central((number * local.len()) as u64)).collect();
        (local.repeat(count), directory)
    };
    let (local, directory) = count(10_000);
    assert_eq!(read(&finished(local.clone(), &directory, 10_000, false)).unwrap().0.len(), 10_000);
    let (more, directory_of_more) = count(10_001);
    // As it says itself; without saying so; and without a directory.
    for bytes in [
        finished(local, &directory, u64::MAX, true),
        finished(more.clone(), &directory_of_more, 10_001, false),
        finished(more.clone(), &directory_of_more, 3, false),
        more,
    ] {
        let error = read(&bytes).unwrap_err().to_string();
        assert!(error.contains("at most 10000 are read"), "{error}");
    }
}

#[test]
fn what_is_encrypted_or_packed_otherwise_is_named() {
    let members = [
        Member { flags: 1, ..Member::new("secret.txt", "x") },
        Member { method: 93, ..Member::new("zstd.txt", "x") },
        Member::new("log.txt", "text"),
        Member { wrong: 1, ..Member::new("damaged.txt", "text") },
    ];
    let (found, fault) = read(&zip(&members)).unwrap();
    let ends: Vec<_> = found.iter().map(|(_, content, end)| (content.len(), end.clone())).collect();
    assert_eq!(fault, None);
    assert!(ends[0].1.as_ref().unwrap().contains("encrypted"));
    assert!(ends[1].1.as_ref().unwrap().contains("method 93"));
    assert_eq!(ends[2], (4, None));
    assert!(ends[3].0 == 4 && ends[3].1.as_ref().unwrap().contains("checksum"));
}

#[test]
fn a_bomb_ends_with_an_error() {
    let zeros = vec![b'0'; 4 << 20];
    let bomb = Member::new("bomb.txt", &zeros);
    let (found, _) = read(&zip(&[bomb.clone(), Member::new("log.txt", "text")])).unwrap();
    assert!(
        found[0].2.as_ref().unwrap().contains("ZIP data expands more than 1000 times"),
        "{:?}",
        found[0].2
    );
    assert_eq!((found[1].1.as_slice(), &found[1].2), (&b"text"[..], &None));
    // Without a directory its end cannot be found, and it is not searched for.
    let (found, fault) = read(&bomb.streamed().local()).unwrap();
    assert!(fault.is_some() && found[0].2.as_ref().unwrap().contains("more than 1000 times"));
}
