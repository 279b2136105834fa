// The program `kith`: dispatches to its subcommands.
int main() { return 2; }
