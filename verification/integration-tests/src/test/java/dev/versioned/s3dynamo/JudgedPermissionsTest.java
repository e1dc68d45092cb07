package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An independent evaluator judges the recorded requests of every operation by the policy of every
 * role and the bucket's: each role may do what it is for, and lacks an action of all else.
 */
@Tag("full")
class JudgedPermissionsTest {
  private static final Set<String> WRITES =
      Set.of("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");

  private static final Path PAGE = Path.of("../../docs/permissions-judged.md");

  @BeforeAll
  static void install() throws Exception {
    Judge.install();
  }

  @Test
  void everyRoleMayDoItsOperationsAndNoOther() throws Exception {
    Map<RecordedOperation, Set<IamCheck>> recorded = RecordedChecks.ofAllOperations();
    Set<IamCheck> all = new LinkedHashSet<>();
    recorded.values().forEach(all::addAll);
    assertThat(all).hasSizeGreaterThan(100);
    Map<Role, Set<IamCheck>> refused = Judge.refused(all, "*");
    List<String> wrong = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    recorded.forEach(
        (operation, checks) -> {
          StringBuilder row = new StringBuilder("| " + operation.title() + " |");
          for (Role role : Role.values()) {
            Set<String> lacking = lacking(checks, refused.get(role));
            if (operation.roles().contains(role) != lacking.isEmpty()) {
              wrong.add(operation + " by " + role + " lacks " + lacking);
            }
            row.append(lacking.isEmpty() ? " **yes**" : " " + some(lacking));
            row.append(" |");
          }
          rows.add(row.toString());
        });
    assertThat(writtenByTheJanitor(recorded)).isEqualTo(new TreeSet<>(Role.OF_NO_VERSION));
    assertThat(wrong).isEmpty();
    check(page(rows));
  }

  /** Returns the attributes that the janitor's writes in {@code VERSIONS#…} name. */
  private static Set<String> writtenByTheJanitor(Map<RecordedOperation, Set<IamCheck>> recorded) {
    Set<String> attributes = new TreeSet<>();
    recorded.forEach(
        (operation, checks) -> {
          if (operation.roles().contains(Role.JANITOR)) {
            checks.stream()
                .filter(one -> WRITES.contains(one.action()))
                .filter(one -> one.values("dynamodb:LeadingKeys").get(0).startsWith("VERSIONS#"))
                .forEach(one -> attributes.addAll(one.values("dynamodb:Attributes")));
          }
        });
    return attributes;
  }

  private static PutItemRequest put(String partition, String... attributes) {
    Map<String, AttributeValue> item = new TreeMap<>();
    item.put("pk", AttributeValue.fromS(partition));
    item.put("sk", AttributeValue.fromS("000000000001"));
    for (String attribute : attributes) {
      item.put(attribute, AttributeValue.fromS("bad"));
    }
    return PutItemRequest.builder().tableName("table").item(item).build();
  }

  private static UpdateItemRequest set(String partition, String attribute) {
    return UpdateItemRequest.builder()
        .tableName("table")
        .key(Map.of("pk", AttributeValue.fromS(partition), "sk", AttributeValue.fromS("1")))
        .updateExpression("SET #a = :v")
        .expressionAttributeNames(Map.of("#a", attribute))
        .build();
  }

  private static PutObjectRequest object(String key) {
    return PutObjectRequest.builder().bucket("bucket").key(key).build();
  }

  private static DeleteObjectRequest deletion(String key) {
    return DeleteObjectRequest.builder().bucket("bucket").key(key).build();
  }

  /** The requests that would let a role of artifact {@code checkout} do another's work. */
  private static Map<Role, List<SdkRequest>> attacks() {
    PutObjectRequest once = object("checkout/000000000001/x").toBuilder().ifNoneMatch("*").build();
    UpdateItemRequest digest = set("VERSIONS#checkout", "sha256");
    return Map.of(
        Role.PUBLISHER,
        List.of(
            put("ALIASES#checkout", "versions"),
            set("ALIASES#checkout", "versions"),
            put("LEDGER#checkout", "digests"),
            set("STATES#checkout", "state"),
            put("VERSIONS#other", "sha256"),
            set("VERSIONS#other", "sha256"),
            put("REPOSITORY", "place"),
            object("other/000000000001/other"),
            object("other/latest/1/other"),
            object("checkout/000000000001/checkout"), // without a condition: it may exist
            deletion("checkout/000000000001/checkout"),
            object(".versioned")),
        Role.DEPLOYER,
        List.of(
            put("VERSIONS#checkout", "sha256"),
            digest,
            set("VERSIONS#checkout", "key"),
            once,
            deletion("checkout/000000000001/checkout"),
            put("ALIASES#other", "versions")),
        Role.JANITOR,
        List.of(
            put("VERSIONS#checkout", "sha256"),
            digest,
            set("VERSIONS#checkout", "key"),
            set("VERSIONS#checkout", "file_name"),
            set("VERSIONS#checkout", "size_bytes"),
            put("ALIASES#checkout", "versions"),
            once),
        Role.READER,
        List.of(
            put("VERSIONS#checkout"),
            set("STATES#checkout", "state"),
            put("ALIASES#checkout"),
            once,
            deletion("checkout/latest/1/x"),
            QueryRequest.builder()
                .keyConditionExpression("pk = :p")
                .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("VERSIONS#other")))
                .build()));
  }

  @Test
  void noRoleMayDoAnothersWork() throws Exception {
    Map<Role, List<SdkRequest>> attacks = attacks();
    Set<IamCheck> all = new LinkedHashSet<>();
    attacks.values().forEach(some -> some.forEach(one -> all.addAll(IamCheck.of(one))));
    Map<Role, Set<IamCheck>> refused = Judge.refused(all, "checkout");
    attacks.forEach(
        (role, requests) ->
            assertThat(requests)
                .as(role.toString())
                .allSatisfy(
                    one -> assertThat(refused.get(role)).containsAnyElementsOf(IamCheck.of(one))));
  }

  /** Returns one of the lacking actions, a write if there is one, and how many more there are. */
  private static String some(Set<String> lacking) {
    String one =
        lacking.stream()
            .filter(action -> action.matches("`(Put|Update|Delete).*"))
            .findFirst()
            .orElseGet(() -> lacking.iterator().next());
    return one + (lacking.size() > 1 ? " +" + (lacking.size() - 1) : "");
  }

  private static Set<String> lacking(Set<IamCheck> checks, Set<IamCheck> refused) {
    return checks.stream()
        .filter(refused::contains)
        .map(JudgedPermissionsTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns an action and what it is on, without the names of this run. */
  private static String name(IamCheck check) {
    String action = "`" + check.action().substring(check.action().indexOf(':') + 1) + "`";
    return check.values("dynamodb:LeadingKeys").stream()
        .map(key -> key.replaceFirst("#.*", ""))
        .map(key -> action + " " + key)
        .findFirst()
        .orElse(action);
  }

  private static String page(List<String> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("# Permissions, judged");
    lines.add("");
    lines.add(
        "Who may do what. `JudgedPermissionsTest` runs every operation, derives from each of its");
    lines.add(
        "requests what IAM decides (each item of a transaction, partition keys, attributes, return");
    lines.add("values, headers), and has every decision made by an evaluator of others,");
    lines.add(
        "[iam-simulate](https://www.npmjs.com/package/@cloud-copilot/iam-simulate), with the policies of");
    lines.add(
        "[deploy/iam](../deploy/README.md#policies) and the template's bucket policy. It writes this page with");
    lines.add(
        "`-Dpermissions.write=true`, and fails if the page is not what was judged. A cell has an action that the");
    lines.add(
        "role lacks, and how many more it lacks. What the roles can do beyond their jobs: [threat model](threat-model.md).");
    lines.add("");
    lines.add("| operation | reader | publisher | deployer | janitor |");
    lines.add("|---|---|---|---|---|");
    lines.addAll(rows);
    lines.add("");
    lines.add(
        "`init` and `init --take-over` change settings of bucket and table: they need an administrator.");
    return String.join("\n", lines) + "\n";
  }

  private static void check(String page) throws IOException {
    if (RolePolicies.WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
