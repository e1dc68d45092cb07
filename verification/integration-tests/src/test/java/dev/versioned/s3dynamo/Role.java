package dev.versioned.s3dynamo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A role of {@code deploy/}: what it may do is the sum of rows of the manual's table, which {@link
 * PermissionsTest} compares with the requests. From it comes the role's policy.
 */
enum Role {
  READER("read, route; fleet; trust"),
  PUBLISHER("publish; sign; read, route; fleet; trust"),
  DEPLOYER("move aliases; label; read, route; fleet; delete; trust"),
  JANITOR(
      "read, route; fleet; delete; restore; delete an artifact; gc; gc, dry run; fsck; prune; trust; examine");

  /** Stands for the bucket's name in a policy. */
  static final String BUCKET = "BUCKET";

  /** Stands for the prefix of all keys in the bucket, empty or ending with a slash. */
  static final String PREFIX = "PREFIX";

  /** Stands for the table's ARN. */
  static final String TABLE = "TABLE_ARN";

  /** Stands for an artifact's name, or {@code *} for all. */
  static final String ARTIFACT = "ARTIFACT";

  /**
   * What the janitor may write into {@code VERSIONS#…}: the entries of numbers without a version,
   * the counter, and the removal of {@code $LATEST}. None of them is a digest, a size, a key or a
   * file name, so that no record can get other ones.
   */
  static final List<String> OF_NO_VERSION =
      List.of(
          "artifact",
          "created_at",
          "last_number",
          "listed",
          "number",
          "pk",
          "restores",
          "revision",
          "schema",
          "sk",
          "state",
          "state_changed_at");

  private static final String FLEET = "FLEET#*";

  private static final Set<String> WRITES =
      new TreeSet<>(List.of("PutItem", "UpdateItem", "DeleteItem"));

  private final String rows;

  Role(String rows) {
    this.rows = rows;
  }

  /** Returns the rows of the manual's table. */
  String[] rows() {
    return rows.split("; ", -1);
  }

  /** Returns the name of the role's policy file, and of the role in {@code deploy/iam}. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the role's name in the CloudFormation template. */
  String resourceName() {
    return name().charAt(0) + fileName().substring(1);
  }

  /** Returns the policy, with the names above in place of the bucket, the table and so on. */
  Map<String, Object> policy() {
    Map<String, Set<String>> allowed = DocumentedPermissions.of(rows());
    List<Object> statements = new ArrayList<>();
    statements.add(
        statement(
            "Bucket",
            "s3",
            allowed.getOrDefault(UsedPermissions.BUCKET, Set.of()),
            "arn:aws:s3:::" + BUCKET,
            Map.of()));
    statements.add(
        statement(
            "Objects",
            "s3",
            objects(allowed),
            "arn:aws:s3:::" + BUCKET + "/" + PREFIX + ARTIFACT + "/*",
            Map.of()));
    statements.add(
        statement(
            "Marker",
            "s3",
            Set.of("GetObject"),
            "arn:aws:s3:::" + BUCKET + "/" + PREFIX + ".versioned",
            Map.of()));
    partitions(allowed).forEach((names, actions) -> statements.add(items(names, actions)));
    if (this == JANITOR) {
      statements.add(
          statement(
              "Probes",
              "s3",
              Set.of("PutObject"),
              "arn:aws:s3:::" + BUCKET + "/" + PREFIX + "_probe/*",
              Map.of()));
      statements.add(
          statement(
              "VersionsWithoutBytes",
              "dynamodb",
              intersection(allowed.get("VERSIONS#*"), WRITES),
              TABLE,
              ofNoVersion()));
    }
    Set<String> whole = new TreeSet<>(allowed.getOrDefault(UsedPermissions.WHOLE, Set.of()));
    if (whole.remove("Query")) {
      statements.add(
          statement(
              "ListArtifacts", "dynamodb", Set.of("Query"), TABLE + "/index/artifacts", Map.of()));
    }
    if (!whole.isEmpty()) {
      statements.add(statement("Table", "dynamodb", whole, TABLE, Map.of()));
    }
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return policy;
  }

  /** Probes are the only objects that a janitor may write. */
  private Set<String> objects(Map<String, Set<String>> allowed) {
    Set<String> actions = new TreeSet<>(allowed.getOrDefault(UsedPermissions.OBJECTS, Set.of()));
    if (this == JANITOR) {
      actions.remove("PutObject");
    }
    return actions;
  }

  /** Returns the partitions, those with the same actions together, in the manual's order. */
  private Map<List<String>, Set<String>> partitions(Map<String, Set<String>> allowed) {
    Map<Set<String>, List<String>> byActions = new LinkedHashMap<>();
    for (String partition : DocumentedPermissions.PARTITIONS) {
      Set<String> actions = new TreeSet<>(allowed.getOrDefault(partition, Set.of()));
      if (this == JANITOR && partition.equals("VERSIONS#*")) {
        actions.removeAll(WRITES);
      }
      if (!actions.isEmpty()) {
        byActions.computeIfAbsent(actions, one -> new ArrayList<>()).add(partition);
      }
    }
    Map<List<String>, Set<String>> partitions = new LinkedHashMap<>();
    byActions.forEach((actions, names) -> partitions.put(names, actions));
    return partitions;
  }

  private static Map<String, Object> items(List<String> partitions, Set<String> actions) {
    String sid = partitions.stream().map(Role::word).collect(Collectors.joining());
    return statement(sid, "dynamodb", actions, TABLE, keys(partitions));
  }

  private static String word(String partition) {
    String name = partition.replace("#*", "");
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> keys(List<String> partitions) {
    List<String> keys = partitions.stream().map(Role::key).toList();
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", keys));
    condition.put("Null", Map.of("dynamodb:LeadingKeys", "false"));
    return condition;
  }

  /** The partitions of reports have the alias and the shard behind the artifact. */
  private static String key(String partition) {
    return partition.equals(FLEET) ? "FLEET#" + ARTIFACT + "#*" : partition.replace("*", ARTIFACT);
  }

  /** Returns the policy that a reader needs in addition, if it reports. */
  static Map<String, Object> reporter() {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", List.of(report()));
    return policy;
  }

  /** Returns the statement of a reader that reports. */
  static Map<String, Object> report() {
    Set<String> actions = DocumentedPermissions.of("report").get(FLEET);
    return statement("Report", "dynamodb", actions, TABLE, keys(List.of(FLEET)));
  }

  private static Map<String, Object> ofNoVersion() {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put(
        "ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of("VERSIONS#" + ARTIFACT)));
    condition.put("ForAllValues:StringEquals", Map.of("dynamodb:Attributes", OF_NO_VERSION));
    condition.put(
        "Null",
        new TreeMap<>(Map.of("dynamodb:Attributes", "false", "dynamodb:LeadingKeys", "false")));
    return condition;
  }

  private static Set<String> intersection(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static Map<String, Object> statement(
      String sid,
      String service,
      Set<String> actions,
      String resource,
      Map<String, Object> condition) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", sid);
    statement.put("Effect", "Allow");
    statement.put("Action", actions.stream().sorted().map(a -> service + ":" + a).toList());
    statement.put("Resource", resource);
    if (!condition.isEmpty()) {
      statement.put("Condition", condition);
    }
    return statement;
  }
}
