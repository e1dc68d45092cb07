package dev.versioned.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every block of Java in the documentation compiles, or says why it does not. */
class JavaBlocksTest {
  /** A source in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String place;
    private final String text;

    Source(String name, String place, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.place = place;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static List<String> errors(List<JavaBlock> blocks) throws Exception {
    List<Source> sources = new ArrayList<>();
    sources.add(
        new Source(
            "sample/Sample", "Sample", Files.readString(Path.of("src/test/blocks/Sample.java"))));
    for (int i = 0; i < blocks.size(); i++) {
      JavaBlock block = blocks.get(i);
      String name = "block" + i;
      sources.add(new Source(name + "/" + block.type(), block.place(), block.source(name)));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    compiler
        .getTask(
            new StringWriter(),
            null,
            found,
            List.of(
                "-proc:none",
                "-Xlint:none",
                // Reports every error of every block, and writes no class.
                "-XDshould-stop.ifNoError=FLOW",
                "--should-stop=ifError=FLOW",
                "-Xmaxerrs",
                "1000",
                "-classpath",
                System.getProperty("java.class.path")),
            null,
            sources)
        .call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(JavaBlocksTest::error)
        .toList();
  }

  private static String error(Diagnostic<? extends JavaFileObject> diagnostic) {
    Source source = (Source) diagnostic.getSource();
    List<String> lines = source.text.lines().toList();
    int line = (int) diagnostic.getLineNumber() - 1;
    return source.place + ": " + diagnostic.getMessage(Locale.ROOT) + "\n" + lines.get(line);
  }

  @Test
  void everyBlockCompiles() throws Exception {
    List<JavaBlock> blocks = JavaBlock.all().stream().filter(JavaBlock::compiled).toList();
    assertThat(blocks).hasSizeGreaterThan(50);
    assertThat(errors(blocks)).isEmpty();
  }

  @Test
  void onlyTwoBlocksAreNotCompiled() {
    assertThat(JavaBlock.all().stream().filter(block -> !block.compiled()).map(JavaBlock::place))
        .extracting(place -> place.replaceAll(":.*", ""))
        .containsExactly("docs/internals/backends.md", "docs/spring.md");
  }

  @Test
  void blockThatDoesNotCompileIsNoticed() throws Exception {
    JavaBlock wrong = new JavaBlock("a.md:1", true, "repo.artifact(\"app\").publsh(content);");
    assertThat(errors(List.of(wrong))).singleElement().asString().startsWith("a.md:1: cannot find");
  }

  @Test
  void fragmentWithoutSemicolonIsEnded() throws Exception {
    JavaBlock two = new JavaBlock("a.md:1", true, "watch(w -> w.report())   // one\nlive.read()");
    assertThat(errors(List.of(two))).isEmpty();
  }
}
