/// Text inside a filter graph.
enum FilterText {
    /// A file's path as the value of an option, whatever characters its folders have.
    ///
    /// ffmpeg reads the graph twice: once to part filters, once to part options. Each reading takes off
    /// one layer of backslashes.
    static func path(_ path: String) -> String {
        escape(escape(path, "\\':"), "\\'[],;")
    }

    private static func escape(_ text: String, _ special: String) -> String {
        text.reduce(into: "") { escaped, character in
            if special.contains(character) { escaped += "\\" }
            escaped.append(character)
        }
    }
}
