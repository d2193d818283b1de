import Testing

@testable import EventStore

@Suite("Writing to room that is there")
struct RoomWriterTests {
    @Test(
        "writes the very bytes that are written with asking for room",
        arguments: [0, 1, 127, 128, 16_383, 16_384, UInt64.max / 3, .max], ["", "a", "task-mcp_1a2b3c4d", "Straße 🎬"])
    func sameBytes(number: UInt64, text: String) {
        var expected = ByteWriter()
        expected.append(byte: 7)
        expected.append(number)
        expected.append(fixed: number)
        expected.append(text)
        expected.append(raw: Array(text.utf8))
        var found = ByteWriter()
        found.append(upTo: 3 * RoomWriter.numberRoom + 2 * text.utf8.count) { writer in
            writer.append(byte: 7)
            writer.append(number)
            writer.append(fixed: number)
            writer.append(text)
            Array(text.utf8).withUnsafeBufferPointer { writer.append(raw: $0) }
        }
        #expect(found.bytes == expected.bytes)
    }

    @Test("goes on after what is there, and leaves no room that was not used")
    func goesOn() {
        var writer = ByteWriter()
        writer.append("before")
        writer.append(upTo: 100) { $0.append(byte: 1) }
        writer.append(upTo: 100) { _ in }
        #expect(writer.bytes == [6] + Array("before".utf8) + [1])
    }
}
