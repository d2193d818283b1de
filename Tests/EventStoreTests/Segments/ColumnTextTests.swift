import Testing

@testable import EventStore

@Suite("Numbers and moments as text")
struct ColumnTextTests {
    private func written(_ body: (UnsafeMutablePointer<UInt8>) -> Int) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            return String(decoding: buffer[..<body(start)], as: UTF8.self)
        }
    }

    private func parsed(_ text: String) -> NumberText.Parsed? {
        Array(text.utf8).withUnsafeBufferPointer { NumberText.parse($0) }
    }

    @Test(
        "a number in its one form comes back to the byte",
        arguments: [
            "0", "7", "-3", "10", "0.0", "12.0", "0.5", "-0.5", "1.25", "-1200.0", "0.000001", "999999999999999999",
            "0.1234567890123456", "40960000.0", "-0.00012",
        ])
    func numbers(text: String) throws {
        let number = try #require(parsed(text))
        for extra in 0...1 where number.hasFraction && number.decimals + extra <= 17 {
            let digits = number.digits * NumberText.powers[extra]
            #expect(
                written { NumberText.write(digits, decimals: number.decimals + extra, hasFraction: true, to: $0) }
                    == text)
        }
        guard !number.hasFraction else { return }
        #expect(written { NumberText.write(number.digits, decimals: 0, hasFraction: false, to: $0) } == text)
    }

    @Test(
        "any other text is no number",
        arguments: [
            "", "-", "-0", "-0.0", "00", "01", "1.", ".5", "1.50", "1e3", "1E3", "+1", "1.2.3", "--1", "true", "null",
            "1000000000000000000", "0.1234567890123456789", "1.00", "0x10", " 1",
        ])
    func noNumbers(text: String) { #expect(parsed(text) == nil) }

    @Test(
        "a moment comes back to the byte",
        arguments: [
            "2026-11-25T03:29:57.123456Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2024-02-29T12:00:00.1Z",
            "1700-03-01T00:00:00.000000001Z", "2261-12-31T23:59:59.999999999Z",
        ])
    func moments(text: String) throws {
        let decimals = try #require(MomentText.decimals(forCount: text.utf8.count))
        var parser = MomentText()
        let moment = try #require(Array(text.utf8).withUnsafeBufferPointer { parser.parse($0, decimals: decimals) })
        var writer = MomentText()
        #expect(written { writer.write(moment, decimals: decimals, to: $0) } == text)
        if let timestamp = Timestamp(iso8601: text) { #expect(timestamp.nanoseconds == moment) }
    }

    @Test(
        "what is no moment, or is written otherwise, is none",
        arguments: [
            "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z",
            "2026-01-01t00:00:00Z", "2026-01-01T00:00:00z", "2026-01-01T00:00:00.Z", "9999-01-01T00:00:00Z",
            "2026-01-01T00:00:0\u{e9}", "0000-01-01T00:00:00Z", "2026-01-01T00:00:00+0",
        ])
    func noMoments(text: String) {
        var parser = MomentText()
        let found = MomentText.decimals(forCount: text.utf8.count).flatMap { decimals in
            Array(text.utf8).withUnsafeBufferPointer { parser.parse($0, decimals: decimals) }
        }
        #expect(found == nil)
    }

    @Test("whole numbers of any width lie in planes", arguments: [0, 1, 8, 9, 31, 32, 63, 64])
    func planes(bits: Int) throws {
        let values = (0..<50).map { index in
            bits == 0 ? 0 : UInt64(index) &* 0x9E37_79B9_7F4A_7C15 >> UInt64(64 - bits)
        }
        var writer = ByteWriter()
        writer.append(planes: values)
        var reader = ByteReader(writer.bytes)
        #expect(try reader.planes(values.count) == values && reader.index == writer.bytes.count)
    }
}
