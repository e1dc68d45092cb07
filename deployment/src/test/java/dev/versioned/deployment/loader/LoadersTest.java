package dev.versioned.deployment.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.Version;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadersTest {
  private static final Version VERSION = Versions.of("rules", 7);

  @TempDir Path directory;
  private Path file;

  /** A value. */
  record Rules(int limit, List<String> countries) {}

  @BeforeEach
  void name() {
    file = directory.resolve("rules");
  }

  private Path containing(String text) throws Exception {
    return Files.writeString(file, text);
  }

  @Test
  void fileIsReturnedAsItIs() throws Exception {
    assertThat(Loaders.file().load(file, VERSION)).isSameAs(file);
  }

  @Test
  void bytesAreThoseOfTheFile() throws Exception {
    byte[] bytes = {0, -1, 7};
    Files.write(file, bytes);
    assertThat(Loaders.bytes().load(file, VERSION)).isEqualTo(bytes);
  }

  @Test
  void textIsDecodedAsUtf8() throws Exception {
    assertThat(Loaders.text().load(containing("Grüße 🚀"), VERSION)).isEqualTo("Grüße 🚀");
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws Exception {
    Files.write(file, "Grüße".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Loaders.text().load(file, VERSION))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("Cannot load rules:7 from " + file + ": it is not UTF-8");
  }

  @Test
  void propertiesAreSortedAndDecoded() throws Exception {
    Map<String, String> loaded =
        Loaders.properties().load(containing("b = gr\\u00fcn\na = blü\n# c = d\n"), VERSION);
    assertThat(loaded).containsExactly(Map.entry("a", "blü"), Map.entry("b", "grün"));
    assertThatThrownBy(() -> loaded.put("c", "d"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void propertiesWithMalformedEscapeAreRefused() throws Exception {
    containing("a = \\u00");
    assertThatThrownBy(() -> Loaders.properties().load(file, VERSION))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("rules:7")
        .hasMessageContaining("malformed \\u escape");
  }

  @Test
  void jsonIsReadAsValue() throws Exception {
    containing("{\"limit\": 3, \"countries\": [\"at\"]}");
    assertThat(Loaders.json(Rules.class).load(file, VERSION))
        .isEqualTo(new Rules(3, List.of("at")));
  }

  @Test
  void yamlIsReadAsValue() throws Exception {
    containing("limit: 3\ncountries:\n  - at\n");
    assertThat(Loaders.yaml(Rules.class).load(file, VERSION))
        .isEqualTo(new Rules(3, List.of("at")));
  }

  @Test
  void malformedJsonIsRefused() throws Exception {
    for (String text : List.of("{\"limit\": x}", "{\"other\": 3}", "{} {}", "", "null")) {
      containing(text);
      assertThatThrownBy(() -> Loaders.json(Rules.class).load(file, VERSION))
          .as(text)
          .isInstanceOf(LoadException.class)
          .hasMessageStartingWith("Cannot load rules:7 from " + file)
          .hasMessageContaining("in JSON: ");
    }
  }

  @Test
  void missingJacksonIsNamed() throws Exception {
    try (URLClassLoader without = without("jackson")) {
      Class<?> loaders = without.loadClass(Loaders.class.getName());
      for (String format : List.of("json", "yaml")) {
        assertThatThrownBy(() -> loaders.getMethod(format, Class.class).invoke(null, String.class))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("Cannot make a loader of ")
            .hasMessageContaining("is missing; add it to the dependencies");
      }
    }
  }

  @Test
  void jsonIsReadWithoutJacksonsYaml() throws Exception {
    try (URLClassLoader without = without("yaml")) {
      Class<?> loaders = without.loadClass(Loaders.class.getName());
      assertThat(loaders.getMethod("json", Class.class).invoke(null, String.class)).isNotNull();
      assertThatThrownBy(() -> loaders.getMethod("yaml", Class.class).invoke(null, String.class))
          .cause()
          .hasMessageContaining("jackson-dataformat-yaml is missing");
    }
  }

  private static URLClassLoader without(String name) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!each.contains(name)) {
        urls.add(Path.of(each).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
