import Testing

@testable import EventStore

@Suite("Comparing short texts")
struct EqualBytesTests {
    private func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { left.isEqual(to: $0) } }
    }

    @Test("sees every byte, whatever the length", arguments: 0...40)
    func everyByte(count: Int) {
        let text = (0..<count).map { UInt8($0) }
        #expect(areEqual(text, text))
        for place in text.indices {
            var other = text
            other[place] ^= 0x80
            #expect(!areEqual(text, other))
        }
    }

    @Test("tells texts of different lengths apart")
    func lengths() {
        #expect(!areEqual([1, 2], [1, 2, 3]))
        #expect(!areEqual([], [0]))
    }
}
