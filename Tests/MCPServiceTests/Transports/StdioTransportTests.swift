import EventStore
import Foundation
import Testing

@testable import MCPService

@Suite("The stdio transport")
struct StdioTransportTests {
    /// Feeds lines and gives the messages that came out, once the input has ended.
    private func exchange(_ lines: [String], on bench: Bench = Bench()) async throws -> [JSON] {
        let pipe = Pipe()
        let transport = StdioTransport(pipeline: bench.pipeline, output: pipe.fileHandleForWriting, connection: "stdio")
        try await transport.run(
            lines: AsyncThrowingStream { continuation in
                for line in lines { continuation.yield(Array(line.utf8)) }
                continuation.finish()
            })
        try pipe.fileHandleForWriting.close()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        return try data.split(separator: 10).map { try JSON(parsing: Array($0)) }
    }

    @Test("answers a line that is no JSON and goes on")
    func garbage() async throws {
        let answers = try await exchange(["{", "", "[]", #"{"jsonrpc":"2.0","id":9}"#])
        #expect(answers.map { $0["error"]?["code"] } == [-32700, -32600, -32600])
        #expect(answers.map { $0["id"] } == [nil, nil, 9])
    }

    @Test("reads the lines of a handle, also the last without an end")
    func lines() async throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("one\n\ntwo\r\nthree".utf8))
        try pipe.fileHandleForWriting.close()
        var lines: [String] = []
        for try await line in LineInput.lines(of: pipe.fileHandleForReading) {
            lines.append(String(decoding: line, as: UTF8.self))
        }
        #expect(lines == ["one", "", "two\r", "three"])
    }
}

@Suite("The requests under way")
struct CancellationTableTests {
    @Test("can be cancelled within their scope only")
    func scopes() async {
        let table = CancellationTable()
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                await table.run(.int(1), in: "a") {
                    while !Task.isCancelled { await Task.yield() }
                    return "ended"
                }
            }
            group.addTask { await table.run(.int(2), in: "b") { "done" } }
            #expect(await group.next() == "done")
            table.cancel(.int(1), in: "b")
            table.cancel(.int(7), in: "a")
            // The request may not have begun: ask until it is over.
            group.addTask {
                while !Task.isCancelled {
                    table.cancel(.int(1), in: "a")
                    await Task.yield()
                }
                return "asked"
            }
            let first = await group.next()
            group.cancelAll()
            #expect(first == .some(nil) || first == "ended")
        }
    }
}
