import Testing

@testable import VideoTools

@Suite("Lines of a stream")
struct LineSplitterTests {
    @Test("LF, CR and CRLF end a line, wherever the chunks are cut", arguments: 1...9)
    func ends(chunk: Int) {
        let bytes = Array("one\ntwo\r\nthree\rfour\n\nlast".utf8)
        var splitter = LineSplitter()
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            splitter.add(bytes[start..<min(start + chunk, bytes.count)]) { lines.append($0) }
        }
        splitter.finish { lines.append($0) }
        #expect(lines == ["one", "two", "three", "four", "", "last"])
    }

    @Test("a line longer than the bound is cut and loses nothing")
    func long() {
        var splitter = LineSplitter(lineLimit: 4)
        var lines: [String] = []
        splitter.add(Array("abcdefghij\nk".utf8)) { lines.append($0) }
        splitter.finish { lines.append($0) }
        #expect(lines == ["abcd", "efgh", "ij", "k"])
        var exact = LineSplitter(lineLimit: 4)
        var more: [String] = []
        for chunk in ["abcd", "efgh\r", "\n"] { exact.add(Array(chunk.utf8)) { more.append($0) } }
        exact.finish { more.append($0) }
        #expect(more.joined() == "abcdefgh")
    }
}
