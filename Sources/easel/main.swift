import Diffusion
import FoundationEssentials
import Glibc
import Hub
import Shell

let local = DiffusersLoader(otherNames: KnownRepository.names)
let loader = HubLoader(local: local, environment: ProcessInfo.processInfo.environment)
let status = await Program.run(CommandLine.arguments, loader: loader)
// Not `exit`: what was cancelled or is done in the background may still be at work on other threads, and `exit` would take
// the libraries' memory away under it.
fflush(nil)
quick_exit(status)
