import Testing

@testable import VideoTools

@Suite("HexColour")
struct HexColourTests {
    @Test("a colour is read from #RRGGBB and written as ASS wants it, blue first")
    func reading() {
        #expect(HexColour("#FFd100")?.ass == "&H00D1FF&")
        #expect(HexColour("#FFd100")?.description == "#FFD100")
    }

    @Test(
        "anything else is no colour",
        arguments: ["", "FFFFFF", "#FFF", "#GGGGGG", "#+12345", "#1234567", "#\u{661}12345", "red"])
    func refusing(text: String) {
        #expect(HexColour(text) == nil)
    }

    @Test("sizes out of range are refused with the name of the field")
    func style() {
        let error = #expect(throws: StageError.self) { try SubtitleStyle(fontSize: 500) }
        #expect(error?.message.contains("font_size") == true)
    }
}
