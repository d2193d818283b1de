import Foundation
import Testing

@testable import VideoTools

@Suite("The network of programs")
struct ProgramNetworkTests {
    /// Says whether it reaches a socket of this machine that listens.
    private static let calling = """
        import socket, sys
        try:
            socket.create_connection(("127.0.0.1", int(sys.argv[1])), 2); print("reached", flush=True)
        except OSError: print("not reached", flush=True)
        """

    /// A port that is listened on while `body` runs.
    private func listening(_ body: (String) async throws -> Void) async throws {
        let server = ProgramConversation(
            program: ExternalProgram(executable: "python3", timeout: .seconds(20)),
            arguments: [
                "-c",
                """
                import socket, sys
                server = socket.create_server(("127.0.0.1", 0)); server.listen()
                for line in sys.stdin: print(server.getsockname()[1], flush=True)
                """,
            ])
        try await body(try await server.request("port"))
        await server.close()
    }

    @Test("is cut off behind a launcher, for single programs and for conversations, where the machine permits it")
    func cutOff() async throws {
        let launcher = await ProgramNetwork.findLauncher()
        try await listening { port in
            let python = ExternalProgram(executable: "python3", timeout: .seconds(20))
            #expect(try await python.run(["-c", Self.calling, port]).output == "reached\n")
            guard let launcher else { return }
            let bounded = ExternalProgram(executable: "python3", timeout: .seconds(20), fileSizeLimit: 1 << 20)
            for program in [python, bounded] {
                let result = try await ProgramNetwork.using(launcher) {
                    try await program.run(["-c", Self.calling, port])
                }
                #expect(result.output == "not reached\n")
            }
            let talk = ProgramConversation(
                program: ExternalProgram(executable: "python3", timeout: .seconds(20), launcher: launcher),
                arguments: ["-c", Self.calling + "\nsys.stdin.read()", port])
            #expect(try await talk.request("") == "not reached")
            await talk.close()
        }
    }

    @Test("is as it was after a scope")
    func scoped() async throws {
        let env = ExternalProgram(executable: "env", timeout: .seconds(5))
        let within = try await ProgramNetwork.using(["/usr/bin/env", "A=1"]) { try await env.run([]) }
        let after = try await env.run([])
        #expect(within.output.contains("A=1") && !after.output.contains("A=1"))
    }
}
