//! Style of log text: a lower-case sentence without a full stop, details in fields.

/// Macros of `tracing` that take a text.
const MACROS: [&str; 5] = ["trace!(", "debug!(", "info!(", "warn!(", "error!("];

/// Line and fault of every log text out of style.
pub fn faults(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for start in MACROS.iter().flat_map(|name| source.match_indices(name).map(|(at, name)| (at, at + name.len()))) {
        let (name_at, arguments_at) = start;
        let is_word =
            source.get(..name_at).is_some_and(|text| !text.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        let line_start = source.get(..name_at).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let is_comment = source.get(line_start..name_at).is_some_and(|text| text.contains("//"));
        let Some(arguments) = source.get(arguments_at..) else { continue };
        if let Some(text) = message(arguments).filter(|_| is_word && !is_comment)
            && let Some(fault) = fault(text)
        {
            let line = source.get(..name_at).map_or(1, |text| text.matches('\n').count() + 1);
            found.push((line, format!("log text \"{text}\" {fault}")));
        }
    }
    found.sort();
    found
}

fn fault(text: &str) -> Option<&'static str> {
    if text.chars().next().is_some_and(char::is_uppercase) {
        return Some("begins with a capital letter");
    }
    text.trim_end().ends_with('.').then_some("ends with a full stop")
}

/// The text among a macro's arguments: the first string at the top level that is no field's value.
fn message(arguments: &str) -> Option<&str> {
    let bytes = arguments.as_bytes();
    let (mut depth, mut at, mut last) = (0_usize, 0, b',');
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = at + 1 + end_of_string(bytes.get(at + 1..)?)?;
                if depth == 0 && last == b',' {
                    return arguments.get(at + 1..end);
                }
                at = end;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
    None
}

/// Index of the closing quote.
fn end_of_string(bytes: &[u8]) -> Option<usize> {
    let mut escaped = false;
    bytes.iter().position(|&byte| {
        let end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_found_among_fields() {
        for (arguments, text) in [
            ("\"listening\");", Some("listening")),
            ("user = %id, name = \"Ann\", \"logged in\");", Some("logged in")),
            ("target: \"x\", error = f(\"A.\"), \"said \\\"no\\\"\", a);", Some("said \\\"no\\\"")),
            ("%error);", None),
        ] {
            assert_eq!(message(arguments), text, "{arguments}");
        }
    }

    #[test]
    fn capitals_and_full_stops_are_faults() {
        let source = "fn f() {\n    tracing::info!(\"Listening\");\n    warn!(id = 1, \"done.\");\n    error!(\"fine\");\n    my_info!(\"Mine\");\n}\n";
        let found: Vec<usize> = faults(source).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, [2, 3]);
    }
}
