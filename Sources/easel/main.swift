import Diffusion
import FoundationEssentials
import Generation
import Glibc
import Hub
import OpenAIImages
import Shell

let local = HubLoader(
    local: DiffusersLoader(otherNames: KnownRepository.names),
    environment: ProcessInfo.processInfo.environment)
let loaders = EngineLoaders([OpenAILoader()], local: local)
let status = await Program.run(CommandLine.arguments, loader: loaders)
// Not `exit`: what was cancelled or is done in the background may still be at work on other threads, and `exit` would take
// the libraries' memory away under it.
fflush(nil)
quick_exit(status)
