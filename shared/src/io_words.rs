//! What the operating system said, in words that name the next step: its own (`Broken pipe (os error 32)`) tell nobody what to do.

use std::error::Error;
use std::io::{self, ErrorKind};

/// Returns the words for an error of the system; its own where there is nothing better to say.
pub fn io_words(fault: &io::Error) -> String {
    let words = match fault.kind() {
        ErrorKind::NotFound => "there is no such file: compare the name with the directory",
        ErrorKind::PermissionDenied => {
            "this user may not: use the account that the data belong to, or name another file"
        }
        ErrorKind::IsADirectory => "it is a directory: name a file",
        ErrorKind::NotADirectory => "a part of the path is no directory: compare the name with the disk",
        ErrorKind::AlreadyExists => "it is there already: name another one, or move it away",
        ErrorKind::BrokenPipe => {
            "nothing reads the output any more: what was done is saved; run the command again for the rest"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full: free some space and try again; everything saved before is safe"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "the disk can only be read: copy the data directory to another disk and name that with --data, or write elsewhere"
        }
        ErrorKind::InvalidData => "it is no text in UTF-8: save the file as UTF-8 and try again",
        ErrorKind::UnexpectedEof => "it ends too early: copy the file again from where it came from",
        ErrorKind::AddrInUse => "another program listens there already: stop it, or name another address",
        ErrorKind::AddrNotAvailable => "this machine has no such address: name one of its own",
        ErrorKind::ConnectionRefused => "nothing answers there: check that the server runs, and its address",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            "the connection was cut: check the network; what was not sent is sent next time"
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "it took too long: try again, or check the network",
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            "there is no way to that machine: check the network"
        }
        ErrorKind::OutOfMemory => "there is not enough memory: close other programs and try again",
        ErrorKind::InvalidFilename => "the name is too long or not allowed there: choose a shorter one",
        ErrorKind::FileTooLarge => "the file would be larger than is allowed there: name another disk",
        _ => match fault.raw_os_error() {
            // EIO: whatever the system calls it, the disk did not answer
            Some(5) => {
                "the disk does not answer: check it, and put the data back from the last copy if it is broken"
            }
            // ELOOP, which has no kind of its own yet
            Some(40) => "its links lead in a circle: name the file itself",
            Some(23 | 24) => "too many files are open: close other programs and try again",
            _ => return fault.to_string(),
        },
    };
    words.to_owned()
}

/// Returns what an error says, with [`io_words`] wherever it repeats the system's own.
pub fn in_words(fault: &(dyn Error + 'static)) -> String {
    worded(fault.to_string(), fault)
}

/// Puts [`io_words`] into a text wherever it repeats the system's own words: for one of an error's causes, or for whatever number
/// of the system stands in it.
pub fn worded(text: String, fault: &(dyn Error + 'static)) -> String {
    let text = by_causes(text, fault);
    let number = text.split_once("(os error ").and_then(|(_, rest)| rest.split_once(')')?.0.parse().ok());
    match number.map(io::Error::from_raw_os_error) {
        Some(named) => text.replace(&named.to_string(), &io_words(&named)),
        None => text,
    }
}

fn by_causes(text: String, fault: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(fault), |cause: &&(dyn Error + 'static)| (*cause).source());
    causes.filter_map(|cause| cause.downcast_ref::<io::Error>()).fold(text, |text, cause| {
        let (raw, words) = (cause.to_string(), io_words(cause));
        // the words may hold the system's own: what was put in words once is left
        if raw.is_empty() || text.contains(&words) { text } else { text.replace(&raw, &words) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read the list: {source}")]
    struct Around {
        source: io::Error,
    }

    #[test]
    fn no_error_number_of_the_system_is_said() {
        for number in [
            1, 2, 5, 11, 12, 13, 17, 20, 21, 23, 24, 27, 28, 30, 32, 36, 40, 98, 99, 101, 104, 110, 111, 113,
            122,
        ] {
            let raw = || io::Error::from_raw_os_error(number);
            let said = in_words(&Around { source: raw() });
            assert!(
                !said.contains("os error") && said.starts_with("cannot read the list: "),
                "{number}: {said}"
            );
            assert_eq!(worded(said.clone(), &Around { source: raw() }), said, "{number}: said twice");
            let of_kind = || Around { source: raw().kind().into() };
            assert_eq!(
                worded(in_words(&of_kind()), &of_kind()),
                in_words(&of_kind()),
                "{number}: said twice"
            );
            let hidden = serde_json::Error::io(raw());
            assert!(!in_words(&hidden).contains("os error"), "{}", in_words(&hidden));
            assert!(io_words(&raw()).contains(": "), "{number}: no next step: {}", io_words(&raw()));
        }
    }
}
