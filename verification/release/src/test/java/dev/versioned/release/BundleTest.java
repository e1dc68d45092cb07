package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The bundle has what Maven Central demands, for each module that is published. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundleTest {
  private Release release;

  @BeforeAll
  void release() throws Exception {
    release = Release.first();
  }

  /** The modules whose pom does not say otherwise. */
  private List<String> modules() throws Exception {
    String parent = release.tree().text("pom.xml");
    return Pattern.compile("<module>(.*)</module>")
        .matcher(parent.substring(0, parent.indexOf("<profiles>")))
        .results()
        .map(found -> release.tree().text(found.group(1) + "/pom.xml"))
        .filter(pom -> !pom.contains("<maven.deploy.skip>true<"))
        .map(pom -> pom.replaceAll("(?s)<parent>.*?</parent>", ""))
        .map(pom -> pom.replaceAll("(?s).*?<artifactId>(.*?)</artifactId>.*", "$1"))
        .toList();
  }

  private List<String> jars() throws Exception {
    return modules().stream().filter(module -> !module.equals("versioned-bom")).toList();
  }

  private List<Path> poms() throws Exception {
    return release.published().stream().filter(file -> file.toString().endsWith(".pom")).toList();
  }

  private static Element read(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom.toFile())
        .getDocumentElement();
  }

  private static List<Element> children(Element element, String name) {
    NodeList all = element.getChildNodes();
    return Stream.iterate(0, i -> i < all.getLength(), i -> i + 1)
        .map(all::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(child -> name.equals("*") || child.getTagName().equals(name))
        .toList();
  }

  private static String text(Element element, String name) {
    return children(element, name).stream().map(Node::getTextContent).findFirst().orElse("");
  }

  @Test
  void everyPublishedModuleIsInTheBundle() throws Exception {
    assertThat(modules()).contains("versioned-core", "versioned-bom", "versioned-cli");
    for (String module : modules()) {
      assertThat(release.file(module, ".pom")).exists();
    }
    assertThat(poms()).hasSameSizeAs(modules());
  }

  @Test
  void jarHasSourcesJavadocAndBillOfMaterials() throws Exception {
    for (String jar : jars()) {
      for (String ending : List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
        assertThat(release.file(jar, ending)).isNotEmptyFile();
      }
    }
  }

  @Test
  void nothingElseIsInTheBundle() throws Exception {
    assertThat(release.published())
        .allMatch(
            file ->
                file.toString()
                    .matches(".*-99\\.0\\.0(\\.pom|(-sources|-javadoc)?\\.jar|-cyclonedx\\.json)"));
  }

  @Test
  void noJarNamesAPathOfThisMachine() throws Exception {
    for (Path jar : release.published()) {
      if (jar.toString().endsWith(".jar")) {
        try (JarFile open = new JarFile(jar.toFile())) {
          assertThat(open.stream().map(JarEntry::getName))
              .as("%s", jar)
              .noneMatch(name -> name.startsWith("/"));
        }
      }
    }
  }

  @Test
  void everyFileIsSigned() throws Exception {
    for (Path file : release.published()) {
      Path signature = file.resolveSibling(file.getFileName() + ".asc");
      assertThat(signature).exists();
      assertThat(release.key().signed(file, signature)).as("%s", signature).isTrue();
    }
  }

  @Test
  void signatureOfAnotherFileIsNoticed() throws Exception {
    Path jar = release.file("versioned-core", ".jar");
    Path pom = release.file("versioned-core", ".pom");
    assertThat(release.key().signed(jar, pom.resolveSibling(pom.getFileName() + ".asc"))).isFalse();
  }

  @Test
  void everyFileHasFourChecksums() throws Exception {
    Map<String, String> algorithms =
        Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");
    for (Path file : release.published()) {
      for (Map.Entry<String, String> algorithm : algorithms.entrySet()) {
        Path sum = file.resolveSibling(file.getFileName() + "." + algorithm.getKey());
        MessageDigest digest = MessageDigest.getInstance(algorithm.getValue());
        assertThat(sum)
            .hasContent(HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))));
      }
    }
  }

  @Test
  void pomHasAllThatCentralDemands() throws Exception {
    for (Path pom : poms()) {
      Element project = read(pom);
      assertThat(text(project, "groupId")).isEqualTo("dev.versioned");
      assertThat(text(project, "version")).isEqualTo(Release.VERSION);
      for (String name : List.of("name", "description", "url", "licenses", "developers", "scm")) {
        assertThat(text(project, name)).as("%s of %s", name, pom).isNotBlank();
      }
      assertThat(text(children(project, "scm").get(0), "url"))
          .isEqualTo("https://github.com/versioned-dev/versioned");
    }
  }

  @Test
  void pomNeedsNoParentAndNoProperty() throws Exception {
    for (Path pom : poms()) {
      Element project = read(pom);
      assertThat(children(project, "parent")).as("parent of %s", pom).isEmpty();
      assertThat(children(project, "build")).as("build of %s", pom).isEmpty();
      assertThat(Files.readString(pom)).doesNotContain("SNAPSHOT", "dev.versioned.shaded");
      if (!pom.toString().contains("versioned-bom")) {
        assertThat(Files.readString(pom)).doesNotContain("${");
      }
      for (Element dependencies : children(project, "dependencies")) {
        for (Element dependency : children(dependencies, "dependency")) {
          assertThat(text(dependency, "version")).as("%s", pom).isNotBlank();
          assertThat(text(dependency, "scope")).as("%s", pom).isNotEqualTo("test");
        }
      }
    }
  }

  @Test
  void shadedJarNamesNoDependencyThatItContains() throws Exception {
    assertThat(children(read(release.file("versioned-cli", ".pom")), "dependencies"))
        .allSatisfy(element -> assertThat(children(element, "*")).isEmpty());
    assertThat(Files.readString(release.file("versioned-testkit-s3", ".pom")))
        .doesNotContain("s3proxy</artifactId>");
  }

  @Test
  void billOfMaterialsNamesTheDependencies() throws Exception {
    JsonNode core = bill("versioned-core");
    assertThat(core.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(core.at("/metadata/component/version").asText()).isEqualTo(Release.VERSION);
    TreeSet<String> names = new TreeSet<>();
    core.path("components").forEach(component -> names.add(component.path("name").asText()));
    assertThat(names).contains("slf4j-api", "hash4j").doesNotContain("junit-jupiter");
    assertThat(bill("versioned-cli").path("components").toString()).contains("picocli");
  }

  private JsonNode bill(String artifact) throws Exception {
    return new ObjectMapper().readTree(release.file(artifact, "-cyclonedx.json").toFile());
  }

  @Test
  void commandInTheBundlePrintsItsVersion() throws Exception {
    assertThat(
            release
                .tree()
                .succeed(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    release.file("versioned-cli", ".jar").toString(),
                    "--version"))
        .contains(Release.VERSION);
  }
}
