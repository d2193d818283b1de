import Testing

@testable import VideoTools

@Suite("TitleLayout")
struct TitleLayoutTests {
    @Test("a short title stays on one line in the largest letters")
    func short() {
        #expect(
            TitleLayout(title: "Coffee", width: 930, height: 420)
                == TitleLayout(title: "Coffee", width: 930, height: 420))
        #expect(TitleLayout(title: "Coffee", width: 930, height: 420).lines == ["Coffee"])
        #expect(TitleLayout(title: "Coffee", width: 930, height: 420).size == 190)
    }

    @Test("no word of a long title is lost, and it takes at most four lines")
    func long() {
        let title = "Why the deepest parts of the ocean are harder to reach than the surface of the moon"
        let layout = TitleLayout(title: title, width: 930, height: 420)
        #expect(layout.lines.joined(separator: " ") == title)
        #expect(layout.lines.count <= 4)
        #expect(layout.size >= 56)
    }
}
