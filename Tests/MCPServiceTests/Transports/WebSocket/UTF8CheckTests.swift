import Testing

@testable import MCPService

@Suite("UTF-8 that comes in parts")
struct UTF8CheckTests {
    @Test(
        "is taken where the standard library takes the whole",
        arguments: [
            [0x61], [0xC3, 0xBC], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xC0, 0xAF],
            [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80], [0xFF], [0x80],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func oracle(bytes: [UInt8]) {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        for cut in 0...bytes.count {
            var check = UTF8Check()
            let accepted = check.accepts(bytes[..<cut]) && check.accepts(bytes[cut...])
            #expect((accepted && check.isComplete) == isText)
        }
    }

    @Test("of every two bytes agrees with the standard library", arguments: UInt8.min...UInt8.max)
    func pairs(first: UInt8) {
        for second in UInt8.min...UInt8.max {
            var check = UTF8Check()
            let isText = check.accepts([first, second]) && check.isComplete
            #expect(isText == (String(validating: [first, second], as: UTF8.self) != nil))
        }
    }
}
