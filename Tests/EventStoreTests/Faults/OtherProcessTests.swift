import EventStore
import Foundation
import Testing

@Suite("A log that another process uses", .timeLimit(.minutes(5)))
struct OtherProcessTests {
    private let stream = StreamName("task", "one")

    @Test("is refused to a second writer, which is told whose it is, and can be read")
    func secondProcess() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append((0..<20).map(progressed), to: stream)
            await #expect(processExitsWith: .success) { [folder = folder as String, holder = getpid() as Int32] in
                let error = #expect(throws: StorageError.self) { try SQLiteEventLog.open(folder: folder) }
                #expect(error?.code == StorageError.inUse)
                #expect(error?.description.contains("process \(holder)") == true)
                #expect(error?.description.contains(folder) == true)
                let reader = try SQLiteEventLog.openForReading(folder: folder)
                #expect(try await reader.readAll(.all).count == 20)
            }
            // The other one has taken nothing away.
            try await log.append([progressed(20)], to: stream)
            await log.close()
        }
    }

    @Test("is free again once its writer is dead")
    func deadWriter() async throws {
        try await withFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                let log = try SQLiteEventLog.open(folder: folder)
                for number in 0..<30 { try await log.append([progressed(number)], to: StreamName("task", "one")) }
                kill(getpid(), SIGKILL)
            }
            let log = try SQLiteEventLog.open(folder: folder)
            #expect(try await log.readAll(.all).count == 30)
            await log.close()
        }
    }

    @Test("refuses appends while its database is locked by a stranger, and goes on afterwards")
    func busy() async throws {
        try await withFolder { folder in
            var limits = SQLiteEventLog.Limits()
            limits.busyTimeout = 100
            let log = try SQLiteEventLog.open(folder: folder, limits: limits)
            try await log.append([progressed(0)], to: stream)
            let stranger = try Database(folder: folder)
            try stranger.run("BEGIN IMMEDIATE")
            let answers = await withTaskGroup(of: AppendError?.self) { group in
                for number in 0..<5 {
                    group.addTask {
                        do throws(AppendError) {
                            try await log.append([progressed(number)], to: stream, key: "busy \(number)")
                            return nil
                        } catch { return error }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for answer in answers {
                guard case .storage(let fault) = answer else {
                    Issue.record("an append gave \(String(describing: answer))")
                    continue
                }
                #expect(fault.code & 0xFF == 5, "\(fault)")
            }
            #expect(log.head == Position(1))
            #expect(try await log.readAll(.all).count == 1)
            try stranger.run("ROLLBACK")
            #expect(try await log.append([progressed(3)], to: stream, key: "busy 3").last == Position(2))
            await log.close()
        }
    }

    @Test("is written while a stranger reads one state of it for long")
    func lingeringReader() async throws {
        try await withFolder { folder in
            var limits = SQLiteEventLog.Limits()
            limits.commitsPerCheckpoint = 1
            limits.busyTimeout = 100
            let log = try SQLiteEventLog.open(folder: folder, limits: limits)
            try await log.append([progressed(0)], to: stream)
            let stranger = try Database(folder: folder)
            try stranger.run("BEGIN")
            _ = try stranger.number("SELECT count(*) FROM segments")
            for number in 1..<1200 { try await log.append([progressed(number)], to: stream) }
            await log.close()
            try stranger.run("COMMIT")
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            #expect(try await reader.readAll(.all).map(\.position.value) == Array(1...1200))
        }
    }
}
