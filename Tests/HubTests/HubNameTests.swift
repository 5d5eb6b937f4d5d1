import Foundation
import Generation
import Hub
import TestSupport
import Testing

/// Names, the environment, and tokens.
@Suite struct HubNameTests {
    @Test(arguments: [
        "a/b", "stabilityai/sdxl-turbo", "Qwen/Qwen-Image@main", "a/b@refs/pr/1", "a_b/c.d@v1.0",
        "a/b@0123456789abcdef0123456789abcdef01234567",
    ])
    func aNameIsTaken(_ text: String) {
        #expect(RepositoryName(text)?.description == text)
    }

    @Test(arguments: [
        "", "a", "a/", "/a", "a/b/c", "../b", "a/..", "./b", "~/b", "a--b/c", "a/b--c", "a/b.git",
        "-a/b", "a/b-", "a b/c", "a/b@", "a/b@../x", "a/b@/x", "a/b@x/", "a/b@x//y", "a/b@.x",
        "a/b@x.lock", "a/b@x y", "a/é", "a/b@x@y", "a/b\u{0}", "a/b@-x",
        String(repeating: "a", count: 97) + "/b",
    ])
    func anotherIsNot(_ text: String) {
        #expect(RepositoryName(text) == nil)
    }

    @Test func theFolderTellsTheName() {
        #expect(RepositoryName("a/b@v1")?.folderName == "models--a--b")
        #expect(RepositoryName(cacheFolder: "models--a--b")?.id == "a/b")
        #expect(RepositoryName(cacheFolder: "models--gpt2")?.id == "gpt2")
        for name in ["datasets--a--b", "models--", "models--..--b", "blobs", ".locks"] {
            #expect(RepositoryName(cacheFolder: name) == nil)
        }
    }

    @Test(arguments: [
        (["HOME": "/h"], "/h/.cache/huggingface/hub", "/h/.cache/huggingface/token"),
        (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/huggingface/hub", "/x/huggingface/token"),
        (["HOME": "/h", "HF_HOME": "~/hf"], "/h/hf/hub", "/h/hf/token"),
        (
            ["HOME": "/h", "HF_HOME": "/y", "HF_HUB_CACHE": "$HOME/c/${D}", "D": "d"], "/h/c/d",
            "/y/token"
        ),
        (["HOME": "/h", "HUGGINGFACE_HUB_CACHE": "/old"], "/old", "/h/.cache/huggingface/token"),
        (["HOME": "/h", "HF_TOKEN_PATH": "/t/mine"], "/h/.cache/huggingface/hub", "/t/mine"),
        (["HOME": "/h", "HF_HUB_CACHE": "$NONE/c"], "$NONE/c", "/h/.cache/huggingface/token"),
    ])
    func theEnvironmentSaysWhere(_ variables: [String: String], _ cache: String, _ token: String) {
        let environment = HubEnvironment(variables)
        #expect(environment.cache == cache && environment.tokenPath == token)
        #expect(environment.endpoint == "https://huggingface.co" && !environment.isOffline)
    }

    @Test func theEnvironmentSaysMore() {
        let environment = HubEnvironment([
            "HOME": "/h", "HF_ENDPOINT": "http://mirror:1/", "HF_HUB_OFFLINE": "true",
            "HF_TOKEN": " hf_a\n", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
        ])
        #expect(environment.endpoint == "http://mirror:1" && environment.isOffline)
        #expect(environment.token?.text == "hf_a" && !environment.sendsToken)
        #expect(HubEnvironment(["HOME": "/h", "HF_TOKEN": ""]).token == nil)
        #expect(
            HubEnvironment(["HOME": "/h", "HUGGING_FACE_HUB_TOKEN": "hf_b"]).token?.variable
                == "HUGGING_FACE_HUB_TOKEN")
    }

    @Test func tokensAreKeptAsPythonKeepsThem() throws {
        let folder = try TemporaryFolder()
        let environment = HubEnvironment(["HOME": folder.path, "HF_HOME": folder.path + "/hf"])
        let tokens = HubTokens(environment)
        #expect(tokens.current() == nil)
        #expect(try !tokens.forget())
        try folder.write(
            "[zoe]\nHF_Token: hf_z\nrefresh_token = r=1\n# no\n", to: "hf/stored_tokens")
        try tokens.store("hf_a", name: "my token")
        #expect(
            try folder.read("hf/stored_tokens")
                == "[my token]\nhf_token = hf_a\n\n[zoe]\nhf_token = hf_z\nrefresh_token = r=1\n\n")
        #expect(try folder.read("hf/token") == "hf_a")
        for name in ["token", "stored_tokens"] {
            let mode =
                try FileManager.default.attributesOfItem(
                    atPath: folder.path + "/hf/" + name)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(
            tokens.current()?.text == "hf_a" && tokens.current()?.place == environment.tokenPath)
        #expect(try tokens.forget())
        #expect(tokens.current() == nil && folder.names == ["hf"])
        #expect(
            try folder.read("hf/stored_tokens")
                == "[zoe]\nhf_token = hf_z\nrefresh_token = r=1\n\n")
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (1_550, "1.6 kB"),
        (4_265_000_000, "4.3 GB"), (23_800_000_000, "24 GB"), (999_600, "1 MB"),
    ])
    func bytesAreCounted(_ count: Int, _ text: String) {
        #expect(ByteCount(count).description == text)
    }
}
