//! The size that an SVG asks for, without an XML parser.

/// Longest start of a file that is looked at.
const HEAD_LEN_MAX: usize = 64 * 1024;

/// Width and height of the outermost `<svg>` in pixels, from its attributes or else its `viewBox`.
pub fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD_LEN_MAX).unwrap_or(bytes));
    let tag = svg_tag(&head)?;
    let own = attribute(tag, "width").and_then(pixels).zip(attribute(tag, "height").and_then(pixels));
    own.or_else(|| view_box(attribute(tag, "viewBox")?))
}

/// What stands between `<svg` and `>`, when it is the first element.
fn svg_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if let Some(declaration) = rest.strip_prefix("<?") {
            declaration.split_once("?>")?.1
        } else if let Some(doctype) = rest.strip_prefix("<!") {
            // Entities in a document type are nothing that a picture needs.
            doctype.split_once('>').filter(|(inside, _)| !inside.contains('['))?.1
        } else {
            let tag = rest.strip_prefix("<svg")?;
            return tag.starts_with(|c: char| c.is_ascii_whitespace() || c == '>').then(|| tag.split('>').next())?;
        }
        .trim_start();
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (key, after) = rest.split_once('=')?;
        let value = after.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = value.get(1..)?.split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        rest = after;
    }
}

/// A plain number or one in `px`; percentages and other units say nothing about pixels.
fn pixels(value: &str) -> Option<u32> {
    let value = value.trim();
    let number = value.strip_suffix("px").unwrap_or(value).trim_end();
    whole(number.parse().ok()?)
}

fn view_box(value: &str) -> Option<(u32, u32)> {
    let mut numbers = value.split([' ', ',', '\t', '\n']).filter(|n| !n.is_empty()).map(|n| n.parse::<f64>().ok());
    let (_, _, width, height) = (numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??);
    whole(width).zip(whole(height))
}

fn whole(value: f64) -> Option<u32> {
    let fits = (0.0..=1_000_000.0).contains(&value);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie in 0..=1000000")]
    fits.then(|| value.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (svg, size) in [
            ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\"></svg>", Some((10, 20))),
            (
                "<?xml version=\"1.0\"?>\n<!-- <svg> --><!DOCTYPE svg>\n<svg\n width='1.6px' height = '2'/>",
                Some((2, 2)),
            ),
            ("<svg viewBox=\"0 0 30,40.4\">", Some((30, 40))),
            ("<svg width=\"100%\" height=\"50%\" viewBox=\"0 0 3 4\">", Some((3, 4))),
            ("<svg width=\"10\">", None),
            ("<svg stroke-width=\"1\" line-height=\"2\">", None),
            ("<svg width=\"-1\" height=\"2\">", None),
            ("<svg width=\"1e300\" height=\"NaN\">", None),
            ("<svgx width=\"1\" height=\"2\">", None),
            ("<html><svg width=\"1\" height=\"2\"></html>", None),
            ("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg width=\"1\" height=\"2\">", None),
            ("<svg width=\"1", None),
            ("<!-- <svg", None),
            ("", None),
            ("<svg>", None),
        ] {
            assert_eq!(svg_size(svg.as_bytes()), size, "{svg}");
        }
        assert_eq!(svg_size(b"\xff\xfe<svg"), None);
    }
}
