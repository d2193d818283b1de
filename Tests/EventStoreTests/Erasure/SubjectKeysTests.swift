import Foundation
import Testing

@testable import EventStore

@Suite("Keys of principals")
struct SubjectKeysTests {
    @Test("are read though a process died while it changed them")
    func hotJournal() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = folder + "/keys.db"
            let keys = try SubjectKeys.open(path: path)
            let sealed = try keys.seal([1, 2, 3], for: "ann")
            // A change that has reached the file before it is committed, as one too large for the cache has.
            let other = try SQLiteConnection(path: path, access: .readWrite)
            try other.execute(
                """
                PRAGMA cache_size = 4; BEGIN; DELETE FROM keys;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                INSERT INTO keys(principal, key) SELECT 'p' || i, randomblob(32) FROM n;
                """)
            try FileManager.default.createDirectory(atPath: folder + "/copy", withIntermediateDirectories: true)
            for suffix in ["", "-journal"] {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: folder + "/copy/keys.db" + suffix)
            }
            try other.execute("ROLLBACK")
            let copy = try SubjectKeys.openForReading(path: folder + "/copy/keys.db")
            #expect(try copy.open(sealed[...], for: "ann") == [1, 2, 3])
            #expect(try copy.subjects(prefix: "") == ["ann"])
        }
    }
}
