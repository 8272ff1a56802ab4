package waymark.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import waymark.app.cli.Command;
import waymark.app.cli.CommandLine;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Option;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.manual.ManualPage;

/** {@code waymark man}, for packages of Waymark. */
public final class ManCommand implements Command {
  private static final String TO = "--to";

  private final CommandLine commandLine;

  public ManCommand(CommandLine commandLine) {
    this.commandLine = commandLine;
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("man", "print a manual page as roff")
        .mayTake(new Parameter.Choice("COMMAND", commandLine.names()))
        .with(
            Option.value(
                TO, new Parameter.Folder("FOLDER"), "Write all manual pages into this folder."));
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Optional<String> folder = arguments.value(TO);
    String command = arguments.operand();
    if (folder.isPresent() && !command.isEmpty()) {
      throw arguments.wrong("option '" + TO + "' writes all pages and takes no COMMAND");
    }
    if (folder.isPresent()) {
      write(folder.get(), arguments);
    } else if (command.isEmpty()) {
      terminal.out().print(ManualPage.of(commandLine).roff());
    } else {
      terminal.out().print(ManualPage.of(commandLine.command(command).syntax()).roff());
    }
    return Exit.DONE;
  }

  private void write(String folder, ParsedArguments arguments) {
    try {
      Path path = Files.createDirectories(Path.of(folder));
      write(path, ManualPage.of(commandLine));
      for (Syntax syntax : commandLine.listed()) {
        write(path, ManualPage.of(syntax));
      }
    } catch (InvalidPathException e) {
      throw arguments.wrongValue(TO, "expected a folder");
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "cannot write manual pages into " + folder + ": " + e, "");
    }
  }

  private static void write(Path folder, ManualPage page) throws IOException {
    Files.writeString(folder.resolve(page.file()), page.roff());
  }
}
