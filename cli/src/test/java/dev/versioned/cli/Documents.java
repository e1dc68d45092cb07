package dev.versioned.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the documentation, and the blocks of code in them. */
final class Documents {
  private static final Path ROOT = Path.of("..");

  private Documents() {}

  /** A block of code: where it begins, its language, or "" without one, and its lines. */
  record Block(String page, int line, String language, String text) {
    String place() {
      return page + ":" + line;
    }
  }

  /** A page: its path from the root, and its text. */
  record Page(String name, String text) {
    List<Block> blocks() {
      List<Block> blocks = new ArrayList<>();
      String[] lines = text.split("\n", -1);
      int begin = -1;
      List<String> inside = new ArrayList<>();
      for (int i = 0; i < lines.length; i++) {
        boolean fence = lines[i].strip().startsWith("```");
        if (fence && begin < 0) {
          begin = i;
          inside.clear();
        } else if (fence) {
          String language = lines[begin].strip().substring(3).strip();
          blocks.add(new Block(name, begin + 2, language, String.join("\n", inside)));
          begin = -1;
        } else if (begin >= 0) {
          inside.add(lines[i]);
        }
      }
      return blocks;
    }
  }

  /** Every page of docs, and those that users read elsewhere. */
  static List<Page> pages() {
    List<Path> files =
        new ArrayList<>(
            List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("deploy/README.md"),
                ROOT.resolve("examples/README.md"),
                ROOT.resolve("examples/pipelines/README.md")));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream()
        .map(file -> new Page(ROOT.relativize(file).toString().replace('\\', '/'), text(file)))
        .toList();
  }

  static List<Block> blocks() {
    return pages().stream().flatMap(page -> page.blocks().stream()).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
