import Foundation
import Testing

@testable import EventStore

@Suite("The writer's way to files")
struct GatheringVFSTests {
    private func connection(_ folder: String) throws -> SQLiteConnection {
        try LogFolder(folder).create()
        let name = try #require(GatheringVFS.name)
        let connection = try SQLiteConnection(path: folder + "/some.db", access: .readWrite, vfs: name)
        try connection.execute(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE blobs(data BLOB)")
        return connection
    }

    private func add(_ bytes: Int, to connection: SQLiteConnection) throws {
        try connection.execute("INSERT INTO blobs VALUES (randomblob(\(bytes)))")
    }

    @Test("leaves a commit where another connection finds it, however large it is", arguments: [10, 5000, 1_000_000])
    func commits(bytes: Int) async throws {
        try await withFolder { folder in
            let writer = try connection(folder)
            for _ in 0..<3 { try add(bytes, to: writer) }
            let reader = try SQLiteConnection(path: folder + "/some.db", access: .readOnly)
            #expect(try reader.number("SELECT total(length(data)) FROM blobs") == Int64(3 * bytes))
            #expect(try reader.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1)
        }
    }

    @Test("reads what it has not written yet, and takes back what was not to be")
    func within() async throws {
        try await withFolder { folder in
            let writer = try connection(folder)
            // So little room that pages leave it before the commit ends, and some are written twice.
            try writer.execute("PRAGMA cache_size = 10; BEGIN")
            for _ in 0..<50 { try add(20_000, to: writer) }
            try writer.execute("UPDATE blobs SET data = randomblob(19000)")
            #expect(try writer.number("SELECT total(length(data)) FROM blobs") == 950_000)
            try writer.execute("COMMIT; BEGIN")
            try add(500_000, to: writer)
            try writer.execute("ROLLBACK")
            try add(7, to: writer)
            let reader = try SQLiteConnection(path: folder + "/some.db", access: .readOnly)
            #expect(try reader.number("SELECT total(length(data)) FROM blobs") == 950_007)
            #expect(try reader.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1)
        }
    }

    @Test("goes on after a checkpoint has emptied the write-ahead log, and leaves all in the database at the end")
    func checkpoints() async throws {
        try await withFolder { folder in
            do {
                let writer = try connection(folder)
                for round in 1...4 {
                    for _ in 0..<20 { try add(9000, to: writer) }
                    try writer.checkpoint(truncating: round % 2 == 0)
                }
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/some.db-wal"))
            let reader = try SQLiteConnection(path: folder + "/some.db", access: .readOnly)
            #expect(try reader.number("SELECT total(length(data)) FROM blobs") == 720_000)
        }
    }
}
