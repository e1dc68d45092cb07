package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The template of the ticker: its roles are those of the manual, its variables those it reads. */
class TickerTemplateTest {
  private static final Path FOLDER = Path.of("../../deploy");
  private static final String TABLE =
      "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}";
  private static final Map<String, String> RESOURCES =
      Map.of(
          "arn:${AWS::Partition}:s3:::${BucketName}",
          UsedPermissions.BUCKET,
          "arn:${AWS::Partition}:s3:::${BucketName}/${Prefix}*",
          UsedPermissions.OBJECTS,
          TABLE,
          UsedPermissions.WHOLE,
          TABLE + "/index/artifacts",
          UsedPermissions.WHOLE);

  private final Map<?, ?> resources =
      (Map<?, ?>) at(new Yaml().load(text("cloudformation/versioned-ticker.yaml")), "Resources");

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object at(Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      found =
          step instanceof Integer index
              ? ((List<?>) found).get(index)
              : ((Map<?, ?>) found).get(step);
      assertThat(found).as("%s of %s", step, value).isNotNull();
    }
    return found;
  }

  private static String textAt(Object value, Object... path) {
    return at(value, path).toString();
  }

  private static List<String> textsAt(Object value, Object... path) {
    return ((List<?>) at(value, path)).stream().map(Object::toString).toList();
  }

  private List<Map<?, ?>> statements(String role) {
    List<Map<?, ?>> all = new ArrayList<>();
    for (Object one :
        (List<?>) at(resources, role, "Properties", "Policies", 0, "PolicyDocument", "Statement")) {
      Map<?, ?> statement = (Map<?, ?>) one;
      if (!statement.containsKey("Fn::If")) {
        all.add(statement);
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TickerRole | move aliases; list rollouts; fleet",
        "JanitorRole | delete; gc; fsck; prune; list rollouts"
      })
  void roleMayDoWhatTheManualSaysAndNoMore(String role, String rows) {
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (Map<?, ?> statement : statements(role)) {
      List<String> actions = textsAt(statement, "Action");
      if (actions.get(0).matches("(s3|dynamodb):.*")) {
        for (String resource : resources(statement)) {
          actions.forEach(
              action ->
                  allowed
                      .computeIfAbsent(resource, name -> new TreeSet<>())
                      .add(action.substring(action.indexOf(':') + 1)));
        }
      }
    }
    assertThat(allowed).isEqualTo(DocumentedPermissions.of(rows.split("; ", -1)));
  }

  private static List<String> resources(Map<?, ?> statement) {
    String resource = textAt(statement, "Resource", "Fn::Sub");
    if (statement.containsKey("Condition")) {
      assertThat(resource).isEqualTo(TABLE);
      assertThat(textAt(statement, "Condition", "Null", "dynamodb:LeadingKeys"))
          .as("a request without a key is not allowed")
          .isEqualTo("false");
      return textsAt(statement, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys");
    }
    assertThat(RESOURCES).containsKey(resource);
    return List.of(RESOURCES.get(resource));
  }

  @ParameterizedTest
  @CsvSource({"Ticker", "Janitor"})
  void functionSendsEventsAndWritesItsLogAlone(String function) {
    Map<String, String> others =
        statements(function + "Role").stream()
            .filter(one -> !one.get("Action").toString().matches("\\[(s3|dynamodb):.*"))
            .collect(
                Collectors.toMap(
                    one -> one.get("Action").toString(), one -> one.get("Resource").toString()));
    assertThat(others)
        .isEqualTo(
            Map.of(
                "[events:PutEvents]",
                "{Fn::Sub=arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}"
                    + ":event-bus/${EventBusName}}",
                "[logs:CreateLogStream, logs:PutLogEvents]",
                "{Fn::GetAtt=[" + function + "Logs, Arn]}"));
    assertThat(textAt(resources, function, "Properties", "Handler"))
        .isEqualTo("dev.versioned.ticker.TickerHandler");
    assertThat(text("ticker/src/main/java/dev/versioned/ticker/TickerHandler.java"))
        .contains("public final class TickerHandler");
  }

  @Test
  void variablesAreThoseThatTheFunctionReads() {
    Set<String> given = new TreeSet<>();
    for (String function : List.of("Ticker", "Janitor")) {
      Object variables = at(resources, function, "Properties", "Environment", "Variables");
      ((Map<?, ?>) variables).keySet().forEach(name -> given.add(name.toString()));
    }
    given.remove("JAVA_TOOL_OPTIONS");
    Set<String> read =
        Pattern.compile("\"(VERSIONED_[A-Z_]+)\"")
            .matcher(text("ticker/src/main/java/dev/versioned/ticker/TickerSettings.java"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(text("README.md")).contains(read);
    // Reads all bytes: left to those who set it.
    read.remove("VERSIONED_FSCK_DIGESTS");
    assertThat(given).isEqualTo(read);
  }

  @Test
  void schedulesRunEveryTaskByTheFunctionThatMay() {
    Map<String, String> tasks = new TreeMap<>();
    resources.forEach(
        (name, resource) -> {
          if (at(resource, "Type").equals("AWS::Scheduler::Schedule")) {
            String input = textAt(resource, "Properties", "Target", "Input");
            tasks.put(
                textAt(new Yaml().load(input), "task"),
                textAt(resource, "Properties", "Target", "Arn", "Fn::GetAtt", 0));
          }
        });
    assertThat(tasks)
        .isEqualTo(
            Map.of("tick", "Ticker", "prune", "Janitor", "gc", "Janitor", "fsck", "Janitor"));
  }
}
