package dev.versioned.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** docs/maven.md has every goal and every parameter of the plugin's descriptor. */
class GoalsPageTest {
  private static Document descriptor() throws Exception {
    try (InputStream in = GoalsPageTest.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String child(Element of, String name) {
    return of.getElementsByTagName(name).item(0).getTextContent();
  }

  private static List<Element> goals() throws Exception {
    return elements(descriptor().getElementsByTagName("mojo"));
  }

  @Test
  void everyGoalAndParameterIsDocumented() throws Exception {
    String page = Files.readString(Path.of("../../docs/maven.md"));
    List<String> missing = new ArrayList<>();
    for (Element goal : goals()) {
      if (!page.contains("`versioned:" + child(goal, "goal") + "`")) {
        missing.add(child(goal, "goal"));
      }
      for (Element parameter : elements(goal.getElementsByTagName("parameter"))) {
        if (child(parameter, "editable").equals("true")
            && !page.contains("`" + child(parameter, "name") + "`")) {
          missing.add(child(goal, "goal") + " " + child(parameter, "name"));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyGoalIsThreadSafe() throws Exception {
    assertThat(goals()).hasSize(5).allMatch(goal -> child(goal, "threadSafe").equals("true"));
  }

  @Test
  void goalsForAWholeBuildRunOnce() throws Exception {
    assertThat(goals())
        .allMatch(
            goal ->
                child(goal, "aggregator").equals("true") != child(goal, "goal").equals("publish"));
  }
}
