import Diffusion
import Glibc
import Shell

let status = await Program.run(CommandLine.arguments, loader: DiffusersLoader())
// Not `exit`: what was cancelled or is done in the background may still be at work on other threads, and `exit` would take
// the libraries' memory away under it.
fflush(nil)
quick_exit(status)
