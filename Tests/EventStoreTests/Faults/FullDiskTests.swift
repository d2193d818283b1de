import EventStore
import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// A log that cannot write refuses, keeps what it has, and goes on by itself when it can.
@Suite("A log on a full disk", .timeLimit(.minutes(5)))
struct FullDiskTests {
    @Test(
        "refuses appends until there is space again, and loses none that it took",
        .enabled(if: TemporaryDisk.isAvailable, "mounting a small disk needs root"))
    func fullDisk() async throws {
        try await withDisk(bytes: 48 << 20) { disk in
            try await FullDiskStory(folder: disk.folder + "/log").run(fill: { try disk.fill() }, free: disk.free)
        }
    }

    @Test("does the same where a file may not grow any more")
    func fileSizeLimit() async {
        // The limit is the whole process's, so it is set in one of its own.
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            try await withFolder { folder in
                try await FullDiskStory(folder: folder).run(
                    fill: { try limitFileSize(to: size(of: folder + "/events.db") + 20_000) },
                    free: { try limitFileSize(to: nil) })
            }
        }
    }

    @Test(
        "closes and opens again with all that it took, though it could not tidy up",
        .enabled(if: TemporaryDisk.isAvailable, "mounting a small disk needs root"))
    func closing() async throws {
        try await withDisk(bytes: 48 << 20) { disk in
            let folder = disk.folder + "/log"
            var story = FullDiskStory(folder: folder)
            let log = try SQLiteEventLog.open(folder: folder)
            try await story.append(1500, to: log)
            try disk.fill()
            try await story.appendUntilRefused(log)
            await log.close()
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            try await story.expectAll(in: reader)
            try disk.free()
            let again = try SQLiteEventLog.open(folder: folder)
            try await story.append(100, to: again)
            try await story.expectAll(in: again)
            await again.close()
        }
    }

    @Test(
        "opens with what a process that died has left beside the database, and takes it up once there is space",
        .enabled(if: TemporaryDisk.isAvailable, "mounting a small disk needs root"))
    func leftBehind() async throws {
        try await withDisk(bytes: 48 << 20) { disk in
            let (folder, stream) = (disk.folder + "/log", StreamName("task", "one"))
            let log = try SQLiteEventLog.open(folder: folder)
            for number in 0..<900 { try await log.append([progressed(number)], to: stream) }
            let expected = try await log.readAll(.all)
            try FileManager.default.copyItem(atPath: folder, toPath: folder + "-left")
            await log.close()
            // Enough for SQLite to open it, and too little for what was left.
            try disk.fill(but: 96 << 10)
            let left = try SQLiteEventLog.open(folder: folder + "-left")
            #expect(try await left.readAll(.all) == expected)
            await #expect(throws: AppendError.self) { try await left.append([progressed(0)], to: stream) }
            try disk.free()
            #expect(try await left.append([progressed(0)], to: stream).first == Position(901))
            #expect(try await left.append([progressed(1)], to: stream).first == Position(902))
            await left.close()
            let again = try SQLiteEventLog.open(folder: folder + "-left")
            #expect(try await again.readAll(.all).dropLast(2) == expected[...])
            await again.close()
        }
    }
}

/// Appends before, while and after a disk is full, and what must hold at each point.
struct FullDiskStory {
    let folder: String
    private var taken: [Int] = []
    private var next = 0
    private let stream = StreamName("task", "one")

    init(folder: String) { self.folder = folder }

    func run(fill: () throws -> Void, free: () throws -> Void) async throws {
        var story = self
        let log = try SQLiteEventLog.open(folder: folder)
        async let live = Self.follow(log)
        try await story.append(1500, to: log)
        for _ in 0..<3 {
            try fill()
            try await story.appendUntilRefused(log)
            try await story.expectRefusals(log)
            try free()
            try await story.append(400, to: log)
            try await story.expectAll(in: log)
        }
        await log.close()
        // Who followed the log was shown what was taken and nothing else.
        #expect(try await live == story.taken)
        let again = try SQLiteEventLog.open(folder: folder)
        try await story.expectAll(in: again)
        await again.close()
    }

    mutating func append(_ count: Int, to log: SQLiteEventLog) async throws {
        for _ in 0..<count { try await append(to: log) }
    }

    /// Appends until there is no space left, which must come soon.
    mutating func appendUntilRefused(_ log: SQLiteEventLog) async throws {
        for _ in 0..<5000 {
            do throws(AppendError) { try await append(to: log) } catch {
                return Self.expectFull(error)
            }
        }
        Issue.record("5000 appends found space on a full disk")
    }

    /// Refused appends change nothing, however many and of whatever kind they are.
    func expectRefusals(_ log: SQLiteEventLog) async throws {
        let head = log.head
        for durability in [Durability.committed, .synced, .committed] {
            do throws(AppendError) {
                // More than one file system block, so that no rest of space will do.
                try await log.append((0..<40).map(Self.event), to: stream, durability: durability, key: "refused")
                Issue.record("an append of 40 events found space on a full disk")
            } catch { Self.expectFull(error) }
        }
        #expect(log.head == head)
        try await expectAll(in: log)
    }

    /// The log has what it took: each once, in order, without a gap.
    func expectAll(in log: SQLiteEventLog) async throws {
        let events = try await log.readAll(.all)
        #expect(events.map(\.position.value) == (0..<taken.count).map { UInt64($0 + 1) })
        #expect(events.map(\.revision.value) == (0..<taken.count).map(UInt64.init))
        #expect(events.map(Self.number) == taken)
        #expect(log.head.value == UInt64(taken.count))
    }

    private mutating func append(to log: SQLiteEventLog) async throws(AppendError) {
        let revision: ExpectedRevision = taken.isEmpty ? .noStream : .exactly(Revision(UInt64(taken.count - 1)))
        // A key that was refused is as good as new. What has none is written beside the database.
        let key = next.isMultiple(of: 2) ? "key \(next)" : nil
        let appended = try await log.append([Self.event(next)], to: stream, expecting: revision, key: key)
        #expect(!appended.isRepeat)
        taken.append(next)
        next += 1
    }

    private static func follow(_ log: SQLiteEventLog) async throws -> [Int] {
        try await log.subscribe(to: .all, after: .start).reduce(into: []) { $0 += $1.events.map(number) }
    }

    private static func expectFull(_ error: AppendError) {
        guard case .storage(let fault) = error else {
            Issue.record("an append on a full disk failed with \(error)")
            return
        }
        // SQLITE_FULL, or SQLITE_IOERR and what more it says of it.
        #expect([10, 13].contains(fault.code & 0xFF), "\(fault)")
    }

    /// About 1 KB that does not compress.
    private static func event(_ number: Int) -> any Event {
        var generator = SeededGenerator(seed: UInt64(number))
        let noise = (0..<64).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 36) }
        return TaskProgressed(
            task: "one", stage: "render", progress: Double(number), message: noise.joined(separator: " "))
    }

    private static func number(_ event: RecordedEvent) -> Int {
        event.body(as: TaskProgressed.self).map { Int($0.progress) } ?? -1
    }
}

/// Files of this process may not grow beyond so many bytes; nil for no bound.
private func limitFileSize(to bytes: Int?) throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = bytes.map { rlim_t($0) } ?? limit.rlim_max
    guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
        throw Fault("cannot set the limit")
    }
}

private func size(of file: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
}
