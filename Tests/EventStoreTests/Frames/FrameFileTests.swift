import Foundation
import Testing

@testable import EventStore

@Suite("Frames in a file")
struct FrameFileTests {
    private static let time = Timestamp(nanoseconds: 5)

    /// Frames of ten positions each, one after the other.
    private func add(_ numbers: Range<UInt64>, to file: FrameFile, size: Int = 100) throws {
        for number in numbers {
            try file.append(
                first: Position(10 * number + 1), last: Position(10 * number + 10), time: Self.time,
                data: [UInt8](repeating: UInt8(number), count: size + Int(number)))
        }
    }

    private func withFile(_ body: (FrameFile, String) throws -> Void) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try body(FrameFile(path: folder + "/frames"), folder + "/frames")
        }
    }

    private func firsts(_ path: String) throws -> [Int64] { try FrameFile.records(at: path).map(\.first) }

    @Test("are read as they were added, by anybody and at any time")
    func reading() async throws {
        try await withFile { file, path in
            #expect(try FrameFile.records(at: path).isEmpty)
            try add(0..<3, to: file)
            #expect(try firsts(path) == [1, 11, 21])
            #expect(try FrameFile.records(at: path).map(\.data.count) == [100, 101, 102])
            #expect(file.last == 30 && file.end == 3 * 40 + 303)
            #expect(try FrameFile.records(at: path + "-none").isEmpty)
            #expect(file.records(after: 0).map(\.first) == [1, 11, 21])
            #expect(file.records(after: 10).map(\.first) == [11, 21])
            #expect(file.records(after: 15).map(\.first) == [11, 21])
            #expect(file.records(after: 30).isEmpty)
        }
    }

    @Test("end where one is not whole", arguments: [1, 20, 39, 40, 41, 100, 139])
    func torn(kept: Int) async throws {
        try await withFile { file, path in
            try add(0..<3, to: file)
            let whole = try Data(contentsOf: URL(filePath: path))
            try whole.prefix(140 + kept).write(to: URL(filePath: path))
            #expect(try firsts(path) == [1])
            var damaged = whole
            damaged[140 + kept] ^= 4
            try damaged.write(to: URL(filePath: path))
            #expect(try firsts(path) == [1])
        }
    }

    @Test("are written over once it begins anew, and what is left of the old ones is not taken for new")
    func rewinding() async throws {
        try await withFile { file, path in
            try add(0..<5, to: file, size: 64)
            file.rewind()
            #expect(file.end == 0 && file.last == 0)
            // As long as the first, so that the old second one stands right behind it.
            try file.append(
                first: Position(51), last: Position(60), time: Self.time, data: [UInt8](repeating: 9, count: 64))
            #expect(try firsts(path) == [51])
            #expect(file.records(after: 0).map(\.first) == [51])
            file.empty()
            #expect(try FrameFile.records(at: path).isEmpty)
        }
    }

    @Test("that cannot be written are refused, and none of them is left")
    func refusal() async throws {
        try await withFolder { folder in
            #expect(throws: StorageError.self) { try FrameFile(path: folder + "/none/frames") }
            let full = try FrameFile(path: "/dev/full")
            #expect {
                try full.append(first: Position(1), last: Position(1), time: Self.time, data: [1])
            } throws: { error in
                (error as? StorageError)?.code == 13
            }
            #expect(full.end == 0 && full.last == 0)
        }
    }
}
