package dev.versioned.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;

/**
 * Reads the statements of the included template's roles, so that other principals can be allowed
 * the same. Names of resources become references that are valid in other stacks, too.
 */
final class RolePolicies {
  private final Stack stack;
  private final CfnBucket bucket;
  private final CfnTable table;
  private final @Nullable IKey key;
  private final String prefix;

  RolePolicies(Stack stack, CfnBucket bucket, CfnTable table, @Nullable IKey key, String prefix) {
    this.stack = stack;
    this.bucket = bucket;
    this.table = table;
    this.key = key;
    this.prefix = prefix;
  }

  /** What one statement allows. */
  record Statement(
      List<String> actions,
      List<String> resources,
      Map<String, ? extends Map<String, Object>> conditions) {}

  /** Returns the statements of a role, limited to these artifacts unless there are none. */
  List<Statement> statements(CfnRole role, List<String> artifacts) {
    List<Statement> statements = new ArrayList<>();
    for (Object policy : list(stack.resolve(role.getPolicies()))) {
      for (Object written : list(map(map(policy).get("policyDocument")).get("Statement"))) {
        Map<?, ?> statement = map(written);
        if (!statement.containsKey("Fn::If")) {
          statements.add(
              new Statement(
                  texts(statement.get("Action")),
                  resources(map(statement.get("Resource")), artifacts),
                  conditions(statement.get("Condition"), artifacts)));
        } else if (key != null && adds("Key", statement)) {
          Map<?, ?> ofKey = map(list(statement.get("Fn::If")).get(1));
          statements.add(
              new Statement(texts(ofKey.get("Action")), List.of(key.getKeyArn()), Map.of()));
        }
      }
    }
    return statements;
  }

  /** Returns the statement of the reader that a parameter adds, limited to these artifacts. */
  Statement report(CfnRole reader, List<String> artifacts) {
    for (Object policy : list(stack.resolve(reader.getPolicies()))) {
      for (Object written : list(map(map(policy).get("policyDocument")).get("Statement"))) {
        if (adds("Report", map(written))) {
          Map<?, ?> report = map(list(map(written).get("Fn::If")).get(1));
          return new Statement(
              texts(report.get("Action")),
              List.of(table.getAttrArn()),
              conditions(report.get("Condition"), artifacts));
        }
      }
    }
    throw new IllegalStateException("Cannot find the statement of reports in the template");
  }

  /** Returns whether a condition of the template, which may have another id here, adds this. */
  private static boolean adds(String sid, Map<?, ?> statement) {
    return statement.get("Fn::If") instanceof List<?> choice
        && sid.equals(map(choice.get(1)).get("Sid"));
  }

  /** Returns the index of the statement of that id. */
  int indexOf(CfnBucketPolicy policy, String sid) {
    List<?> statements = list(map(stack.resolve(policy.getPolicyDocument())).get("Statement"));
    for (int i = 0; i < statements.size(); i++) {
      if (sid.equals(map(statements.get(i)).get("Sid"))) {
        return i;
      }
    }
    throw new IllegalStateException("Cannot find statement " + sid + " in the template");
  }

  private List<String> resources(Map<?, ?> resource, List<String> artifacts) {
    if (resource.equals(stack.resolve(bucket.getAttrArn()))) {
      return List.of(bucket.getAttrArn());
    } else if (resource.equals(stack.resolve(table.getAttrArn()))) {
      return List.of(table.getAttrArn());
    }
    String text =
        String.valueOf(resource.get("Fn::Sub"))
            .replace(reference(bucket.getAttrArn()), bucket.getAttrArn())
            .replace(reference(table.getAttrArn()), table.getAttrArn());
    String objects = bucket.getAttrArn() + "/" + prefix;
    if (artifacts.isEmpty() || !text.equals(objects + "*")) {
      return List.of(text);
    }
    // A writer reads the marker that names the table of this place.
    List<String> limited = new ArrayList<>(List.of(objects + ".versioned"));
    artifacts.forEach(artifact -> limited.add(objects + artifact + "/*"));
    return limited;
  }

  /** Returns how the template names that attribute in a text. */
  private String reference(String attribute) {
    List<String> names = texts(map(stack.resolve(attribute)).get("Fn::GetAtt"));
    return "${" + String.join(".", names) + "}";
  }

  private static Map<String, Map<String, Object>> conditions(
      @Nullable Object conditions, List<String> artifacts) {
    Map<String, Map<String, Object>> limited = new TreeMap<>();
    if (conditions != null) {
      map(conditions)
          .forEach(
              (operator, tests) -> {
                Map<String, Object> values = new TreeMap<>();
                map(tests)
                    .forEach(
                        (name, value) -> values.put(name.toString(), partitions(value, artifacts)));
                limited.put(operator.toString(), values);
              });
    }
    return limited;
  }

  /** Returns the keys of partitions: {@code VERSIONS#*} becomes those of the artifacts. */
  private static Object partitions(Object value, List<String> artifacts) {
    if (artifacts.isEmpty() || !(value instanceof List<?>)) {
      return value;
    }
    List<String> limited = new ArrayList<>();
    for (String partition : texts(value)) {
      if (partition.endsWith("#*")) {
        String start = partition.substring(0, partition.length() - 1);
        // The partitions of reports have the alias and the shard behind the artifact.
        String end = start.equals("FLEET#") ? "#*" : "";
        artifacts.forEach(artifact -> limited.add(start + artifact + end));
      } else {
        limited.add(partition);
      }
    }
    return limited;
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalStateException("Cannot read the template: " + value + " is not a list");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalStateException("Cannot read the template: " + value + " is not an object");
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof String text
        ? List.of(text)
        : list(value).stream().map(Object::toString).toList();
  }
}
