import Testing

@testable import EventStore

@Suite("What the write-ahead log has grown by")
struct WriteAheadGrowthTests {
    private func withGrowth(_ body: (SQLiteConnection, WriteAheadGrowth) throws -> Void) async throws {
        try await withFolder { folder in
            try LogFolder(folder).create()
            let connection = try SQLiteConnection(path: folder + "/test.db", access: .readWrite)
            try connection.execute(
                "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(x)")
            try body(connection, WriteAheadGrowth(of: connection))
        }
    }

    @Test("is all pages of the commits since, and not what they say")
    func pages() async throws {
        try await withGrowth { connection, growth in
            #expect(growth.bytes == 0)
            try connection.execute("INSERT INTO t VALUES (1)")
            let first = growth.bytes
            #expect(first >= 4096 && first % 4096 == 0)
            try connection.execute("INSERT INTO t VALUES (2)")
            #expect(growth.bytes > first)
        }
    }

    @Test("begins anew once it was moved, whether the file does or somebody still reads it")
    func movedAway() async throws {
        try await withGrowth { connection, growth in
            for _ in 0..<3 { try connection.execute("INSERT INTO t VALUES (1)") }
            growth.reset()
            #expect(growth.bytes == 0)
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(growth.bytes == 4096, "in a file that goes on")
            growth.reset()
            try connection.checkpoint()
            try connection.execute("INSERT INTO t VALUES (1)")
            #expect(growth.bytes == 4096, "in a file that begins anew")
        }
    }
}
