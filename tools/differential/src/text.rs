//! Source text with indentation.

/// Lines of source.
#[derive(Debug, Default)]
pub(crate) struct Text {
    text: String,
    depth: usize,
}

impl Text {
    /// Adds a line.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Adds indented lines below a head.
    pub(crate) fn headed(&mut self, head: &str, inside: impl FnOnce(&mut Self)) {
        self.line(head);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    /// Adds indented lines in braces.
    pub(crate) fn braced(&mut self, head: &str, inside: impl FnOnce(&mut Self)) {
        self.headed(format!("{head} {{").trim_start(), inside);
        self.line("}");
    }

    /// The source.
    #[must_use]
    pub(crate) fn into_string(self) -> String {
        self.text
    }
}
