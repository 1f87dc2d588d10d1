//! The search of sources and templates for message keys that no file defines. Reads files, changes none.

use std::fs;
use std::io;
use std::path::Path;

use crate::locale::Messages;

/// The calls whose first literal argument is a message key, in Rust and in templates.
const CALLS: [&str; 4] = ["text", "format", "tr", "key"];

/// Returns every key that the `.rs` and `.html` files under a directory use and the messages do not define.
///
/// Each line names file, line and key, in order of path. Test modules are scanned too: a test may plant a made-up key
/// through a variable.
///
/// # Errors
///
/// A directory or a file that cannot be read.
pub fn unknown_keys(directory: &Path, messages: &Messages) -> io::Result<Vec<String>> {
    let mut entries: Vec<_> = fs::read_dir(directory)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    let mut unknown = Vec::new();
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            unknown.extend(unknown_keys(&path, messages)?);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "html") {
            let keys = keys_in(&fs::read_to_string(&path)?);
            let missing = keys.into_iter().filter(|(_, key)| !messages.has(key));
            unknown.extend(missing.map(|(line, key)| format!("{}:{line}: {key}", path.display())));
        }
    }
    Ok(unknown)
}

/// Returns the message keys that a source text uses, each with its line number, in order.
///
/// A key is the literal directly after `text(`, `format(`, `tr(` or `key(`, unless it holds a character that shows it
/// to be something else: white space, a brace or a percent sign. Comment lines are passed over.
pub fn keys_in(source: &str) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    for call in CALLS {
        for (start, _) in source.match_indices(call) {
            let before = source[..start].chars().next_back();
            if before.is_some_and(|character| character.is_alphanumeric() || character == '_')
                || in_comment(source, start)
            {
                continue;
            }
            if let Some(key) = literal_argument(&source[start + call.len()..]) {
                keys.push((source[..start].matches('\n').count() + 1, key.to_owned()));
            }
        }
    }
    keys.sort();
    keys
}

/// Returns the literal that opens an argument list, when it can be a key.
fn literal_argument(after_name: &str) -> Option<&str> {
    let argument = after_name.strip_prefix('(')?.trim_start().strip_prefix('"')?;
    let literal = &argument[..argument.find('"')?];
    let is_key = !literal.is_empty() && !literal.contains(|c: char| c.is_whitespace() || "{}%\\".contains(c));
    is_key.then_some(literal)
}

fn in_comment(source: &str, position: usize) -> bool {
    let line_start = source[..position].rfind('\n').map_or(0, |newline| newline + 1);
    source[line_start..].trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn keys_are_found_in_calls_and_nowhere_else() {
        let source = concat!(
            "let a = messages.text(\"state-held\");\n",
            "let b = m.format(\n    \"age-days\", &[]);\n",
            "let c = format!(\"not-a-key\"); date.format(\"%Y\"); context(\"not-a-key\");\n",
            "// messages.text(\"not-a-key\")\n",
            "<p>{{ tr(\"step-1\") }}</p> const K: &str = key(\"step-2\");\n",
        );
        let found: Vec<_> = keys_in(source).into_iter().map(|(line, key)| format!("{line} {key}")).collect();
        assert_eq!(found, ["1 state-held", "2 age-days", "6 step-1", "6 step-2"]);
    }

    #[test]
    fn a_made_up_key_in_a_source_file_is_caught() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("pages")).unwrap();
        let page = "fn page(m: &Messages) {\n    m.text(\"state-held\");\n    m.text(\"made-up-key\");\n}\n";
        fs::write(directory.path().join("pages/page.rs"), page).unwrap();
        fs::write(directory.path().join("notes.txt"), page).unwrap();
        let messages = Messages::new(Language::English, &[]).unwrap();
        let unknown = unknown_keys(directory.path(), &messages).unwrap();
        assert_eq!(unknown.len(), 1, "{unknown:?}");
        assert!(unknown[0].ends_with("page.rs:3: made-up-key"), "{unknown:?}");
    }
}
