package dev.versioned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes a man page for each command, and its help as a text, which the start script of the
 * self-contained archive prints without Java.
 */
final class ManPages {
  private final Path pages;
  private final Path helps;

  private ManPages(Path pages, Path helps) {
    this.pages = pages;
    this.helps = helps;
  }

  /**
   * Writes them, such as {@code versioned-alias-point.1} and {@code versioned-alias-point.txt}.
   *
   * @param args the folder of the pages, and that of the texts
   * @throws IOException if a page cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path pages = Files.createDirectories(Path.of(args[0]));
    Path helps = Files.createDirectories(Path.of(args[1]));
    new ManPages(pages, helps).write(new Cli(Training.terminal("http://127.0.0.1")).commandLine());
  }

  private void write(CommandLine line) throws IOException {
    String name = line.getCommandSpec().qualifiedName("-");
    Files.writeString(pages.resolve(name + ".1"), page(name, line));
    Files.writeString(helps.resolve(name + ".txt"), line.getUsageMessage(Ansi.OFF));
    for (CommandLine sub : line.getSubcommands().values()) {
      write(sub);
    }
  }

  private static String page(String name, CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    Page page = new Page();
    page.request("TH " + name.toUpperCase(Locale.ROOT) + " 1");
    page.section("NAME");
    page.line(name + " - " + String.join(" ", spec.usageMessage().description()));
    page.section("SYNOPSIS");
    page.line(synopsis(line));
    List<PositionalParamSpec> positional = spec.positionalParameters();
    if (!positional.isEmpty()) {
      page.section("ARGUMENTS");
      positional.forEach(p -> page.item(p.paramLabel(), p));
    }
    page.section("OPTIONS");
    boolean root = spec.parent() == null;
    spec.options().stream()
        .filter(option -> root || !option.inherited())
        .forEach(option -> page.item(names(option), option));
    if (!root) {
      page.request("PP");
      page.line("The global options are described in versioned(1).");
    }
    if (!line.getSubcommands().isEmpty()) {
      page.section("COMMANDS");
      line.getSubcommands()
          .forEach(
              (word, sub) ->
                  page.item(
                      name + "-" + word + "(1)",
                      sub.getCommandSpec().usageMessage().description()));
    }
    examples(page, spec.usageMessage().footer());
    return page.toString();
  }

  /** The root's would name all its options, over several lines. */
  private static String synopsis(CommandLine line) {
    return line.getParent() == null
        ? "versioned [OPTIONS] COMMAND"
        : line.getUsageMessage(Ansi.OFF).lines().findFirst().orElseThrow().replace("Usage: ", "");
  }

  private static void examples(Page page, String... footer) {
    if (footer.length > 0) {
      page.section("NOTES");
      page.request("nf");
      List.of(footer).forEach(page::line);
      page.request("fi");
    }
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  /** Text in the language of man pages. */
  private static final class Page {
    private final StringBuilder text = new StringBuilder();

    void request(String request) {
      text.append('.').append(request).append('\n');
    }

    void section(String title) {
      request("SH " + title);
    }

    void line(String line) {
      String escaped = line.replace("\\", "\\e").replace("-", "\\-");
      boolean looksLikeRequest = escaped.startsWith(".") || escaped.startsWith("'");
      text.append(looksLikeRequest ? "\\&" : "").append(escaped).append('\n');
    }

    void item(String name, ArgSpec of) {
      item(name, of.description());
    }

    void item(String name, String... description) {
      request("TP");
      line(name);
      line(String.join(" ", description));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
