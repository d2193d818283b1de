import Testing

@testable import EventStore

@Suite("The text of identifiers")
struct IdentifierTextTests {
    private func text(_ high: UInt64, _ low: UInt64, _ mode: PayloadColumnMode) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = IdentifierText.write(high, low, mode, to: start)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    @Test("is lower-case hexadecimal, with hyphens where a UUID has them")
    func known() {
        let (high, low): (UInt64, UInt64) = (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210)
        #expect(text(high, 0, .word) == "0123456789abcdef")
        #expect(text(high, low, .wordPair) == "0123456789abcdeffedcba9876543210")
        #expect(text(high, low, .uuid) == "01234567-89ab-cdef-fedc-ba9876543210")
    }

    @Test("gives back the words it was made of", arguments: UInt64(0)..<64)
    func roundTrip(shift: UInt64) throws {
        let high = UInt64.max >> shift ^ 0x5A5A_5A5A_5A5A_5A5A
        let low: UInt64 = 0x0F0F_9E3C_A17B_2D48 << shift
        for mode in [PayloadColumnMode.word, .wordPair, .uuid] {
            let bytes = Array(text(high, low, mode).utf8)
            let found = bytes.withUnsafeBufferPointer { IdentifierText.words($0, mode) }
            let words = try #require(found)
            #expect(words.0 == high)
            #expect(words.1 == (mode == .word ? 0 : low))
        }
    }

    @Test("is nothing else: any other byte at any place makes it no identifier")
    func others() throws {
        for mode in [PayloadColumnMode.word, .wordPair, .uuid] {
            let bytes = Array(text(0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210, mode).utf8)
            for place in bytes.indices {
                for byte in UInt8.min ... .max where byte != bytes[place] {
                    var changed = bytes
                    changed[place] = byte
                    let found = changed.withUnsafeBufferPointer { IdentifierText.words($0, mode) }
                    let isDigit = "0123456789abcdef".utf8.contains(byte) && bytes[place] != UInt8(ascii: "-")
                    #expect((found != nil) == isDigit)
                }
            }
        }
    }
}
