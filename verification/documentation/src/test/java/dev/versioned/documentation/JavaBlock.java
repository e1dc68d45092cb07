package dev.versioned.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of Java in the documentation. A fragment of a method becomes a method of a subclass of
 * {@code Sample}, which has the names that fragments take as given.
 *
 * @param place the page and the line where it begins
 * @param compiled whether no comment above it says that it is not
 * @param code its lines
 */
record JavaBlock(String place, boolean compiled, String code) {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public |final )*(?:class|record|interface|enum) (\\w+)");

  private static final String NO_BODY = "{ throw new IllegalStateException(); }";
  private static final String SPRINGS_LISTENER = "org.springframework.context.event.EventListener";

  private static final String IMPORTS =
      """
      import dev.versioned.*;
      import dev.versioned.cache.*;
      import dev.versioned.console.*;
      import dev.versioned.deployment.*;
      import dev.versioned.deployment.leak.*;
      import dev.versioned.deployment.loader.*;
      import dev.versioned.event.*;
      import dev.versioned.event.EventListener;
      import dev.versioned.fleet.*;
      import dev.versioned.gates.*;
      import dev.versioned.gates.Verdict;
      import dev.versioned.maintenance.*;
      import dev.versioned.micrometer.*;
      import dev.versioned.model.*;
      import dev.versioned.openfeature.*;
      import dev.versioned.opentelemetry.*;
      import dev.versioned.rollout.*;
      import dev.versioned.s3dynamo.*;
      import dev.versioned.s3dynamo.admin.*;
      import dev.versioned.s3dynamo.python.*;
      import dev.versioned.signing.*;
      import dev.versioned.spring.*;
      import dev.versioned.testkit.*;
      import dev.openfeature.sdk.*;
      import java.net.URI;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import org.junit.jupiter.api.*;
      import org.junit.jupiter.api.extension.*;
      import org.springframework.context.annotation.Bean;
      import org.springframework.web.bind.annotation.RestController;
      import sample.*;
      import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
      """;

  /** Finds those of README.md and docs. */
  static List<JavaBlock> all() {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
      List<JavaBlock> blocks = new ArrayList<>();
      for (Path file : files) {
        String name = ROOT.relativize(file).toString().replace('\\', '/');
        find(name, Files.readString(file), blocks);
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void find(String page, String text, List<JavaBlock> blocks) {
    Matcher block =
        Pattern.compile(
                "(<!-- not compiled: [^>]+ -->\\s*)?(?:^|\n)```java\n(.*?)\n```", Pattern.DOTALL)
            .matcher(text);
    while (block.find()) {
      long line = text.substring(0, block.start(2)).lines().count() + 1;
      blocks.add(new JavaBlock(page + ":" + line, block.group(1) == null, block.group(2)));
    }
  }

  /** The name of the type that it declares, or of the class that is made around it. */
  String type() {
    Matcher type = TYPE.matcher(code);
    return type.find() ? type.group(1) : "Block";
  }

  /** The source of a class in a package of its own. */
  String source(String packageName) {
    String head = "package " + packageName + ";\n" + imports();
    if (TYPE.matcher(code).find()) {
      return head + code;
    }
    // Methods that a framework calls: members of a class.
    return code.startsWith("@")
        ? head + "class Block extends Sample {\n" + code.replace("{ … }", NO_BODY) + "\n}\n"
        : head
            + "class Block extends Sample {\n  void block() throws Exception {\n"
            + terminated()
            + "\n  }\n}\n";
  }

  /** Spring's annotation has the name of the library's interface. */
  private String imports() {
    return code.contains("@EventListener")
        ? IMPORTS.replace("dev.versioned.event.EventListener", SPRINGS_LISTENER)
        : IMPORTS;
  }

  /** Ends with a semicolon what stands as an expression on lines of its own. */
  private String terminated() {
    List<String> lines = new ArrayList<>(code.lines().toList());
    int depth = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"");
      line = line.replaceAll("\\s*// .*$", "").stripTrailing();
      depth += count(line, "({") - count(line, ")}");
      String next = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
      if (line.endsWith(")") && depth == 0 && !next.startsWith(".") && !next.startsWith("{")) {
        String whole = lines.get(i);
        int comment = whole.lastIndexOf(" // ");
        String before = comment < 0 ? whole : whole.substring(0, comment);
        lines.set(i, before.stripTrailing() + ";" + (comment < 0 ? "" : whole.substring(comment)));
      }
    }
    return String.join("\n", lines);
  }

  private static int count(String line, String characters) {
    return (int) line.chars().filter(c -> characters.indexOf(c) >= 0).count();
  }
}
