package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.ItemStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The CloudFormation template: it makes what the set-up makes, and roles as in the manual. */
class TemplateTest {
  private static final Path TEMPLATE =
      Path.of("../../deploy/cloudformation/versioned-repository.yaml");

  private final Node template = new Node(new Yaml().load(text()));

  private static String text() {
    try {
      return Files.readString(TEMPLATE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A part of the template. */
  private record Node(Object value) {
    Node at(Object... path) {
      Object found = value;
      for (Object step : path) {
        found =
            step instanceof Integer index
                ? ((List<?>) found).get(index)
                : ((Map<?, ?>) found).get(step);
        assertThat(found).as("%s of %s", step, value).isNotNull();
      }
      return new Node(found);
    }

    boolean has(String name) {
      return ((Map<?, ?>) value).containsKey(name);
    }

    List<Node> list() {
      return ((List<?>) value).stream().map(one -> new Node(one)).toList();
    }

    List<String> texts() {
      return list().stream().map(Node::toString).toList();
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void roleMayDoWhatTheManualSaysAndNoMore(Role role) {
    Map<String, Set<String>> allowed = new TreeMap<>();
    Node policies = template.at("Resources", role.resourceName(), "Properties", "Policies");
    assertThat(policies.list()).hasSize(1);
    for (Node statement : policies.at(0, "PolicyDocument", "Statement").list()) {
      if (!statement.has("Fn::If")) {
        assertThat(statement.at("Effect")).hasToString("Allow");
        for (String resource : resources(statement)) {
          allowed
              .computeIfAbsent(resource, name -> new TreeSet<>())
              .addAll(
                  statement.at("Action").texts().stream()
                      .map(action -> action.substring(action.indexOf(':') + 1))
                      .toList());
        }
      }
    }
    assertThat(allowed).isEqualTo(DocumentedPermissions.of(role.rows()));
  }

  /** Of {@code deploy/iam}, for all artifacts; only objects are all that are below the prefix. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void statementsAreThoseOfThePolicies(Role role) {
    Map<String, String> generated = new TreeMap<>();
    for (Node one : new Node(role.policy()).at("Statement").list()) {
      generated.put(one.at("Sid").toString(), actionsAndCondition(one));
    }
    generated.remove("Marker");
    Map<String, String> written = new TreeMap<>();
    for (Node one :
        template
            .at("Resources", role.resourceName(), "Properties", "Policies")
            .at(0, "PolicyDocument", "Statement")
            .list()) {
      if (!one.has("Fn::If")) {
        written.put(one.at("Sid").toString(), actionsAndCondition(one));
      }
    }
    assertThat(written).isEqualTo(generated);
  }

  @Test
  void readersReportIfTheParameterSaysSo() {
    List<Node> optional =
        template
            .at("Resources", "Reader", "Properties", "Policies")
            .at(0, "PolicyDocument", "Statement")
            .list()
            .stream()
            .filter(one -> one.has("Fn::If"))
            .map(one -> one.at("Fn::If"))
            .filter(one -> one.at(0).toString().equals("ReadersReport"))
            .toList();
    assertThat(optional).hasSize(1);
    assertThat(actionsAndCondition(optional.get(0).at(1)))
        .isEqualTo(actionsAndCondition(new Node(Role.report())));
    assertThat(template.at("Conditions", "ReadersReport"))
        .hasToString("{Fn::Equals=[{Ref=ReadersReport}, on]}");
    assertThat(template.at("Parameters", "ReadersReport", "Default")).hasToString("off");
  }

  private static String actionsAndCondition(Node statement) {
    String condition = statement.has("Condition") ? statement.at("Condition").toString() : "";
    return statement.at("Action") + condition.replace(Role.ARTIFACT, "*").replace("#*#*", "#*");
  }

  private static List<String> resources(Node statement) {
    String resource = statement.at("Resource").toString();
    if (statement.has("Condition")) {
      assertThat(resource).isEqualTo("{Fn::GetAtt=[Table, Arn]}");
      assertThat(statement.at("Condition", "Null", "dynamodb:LeadingKeys"))
          .as("a request without a key is not allowed")
          .hasToString("false");
      return statement.at("Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys").texts();
    }
    return List.of(
        switch (resource) {
          case "{Fn::GetAtt=[Bucket, Arn]}" -> UsedPermissions.BUCKET;
          // Probes are the only objects that a janitor may write.
          case "{Fn::Sub=${Bucket.Arn}/${Prefix}*}", "{Fn::Sub=${Bucket.Arn}/${Prefix}_probe/*}" ->
              UsedPermissions.OBJECTS;
          case "{Fn::GetAtt=[Table, Arn]}", "{Fn::Sub=${Table.Arn}/index/artifacts}" ->
              UsedPermissions.WHOLE;
          default -> throw new AssertionError(resource);
        });
  }

  @Test
  void versionsAreWrittenOnceAndRemovedByTheJanitorAlone() {
    Map<String, Node> denied =
        template
            .at("Resources", "BucketPolicy", "Properties", "PolicyDocument", "Statement")
            .list()
            .stream()
            .collect(Collectors.toMap(one -> one.at("Sid").toString(), one -> one));
    assertThat(denied.values()).allSatisfy(one -> assertThat(one.at("Effect")).hasToString("Deny"));
    String versions = "{Fn::Sub=${Bucket.Arn}/${Prefix}*/????????????/*}";
    Node writes = denied.get("VersionsAreWrittenOnce");
    assertThat(writes.at("Action")).hasToString("s3:PutObject");
    assertThat(writes.at("Resource")).hasToString(versions);
    assertThat(writes.at("Condition"))
        .hasToString("{Null={s3:if-none-match=true}, Bool={s3:ObjectCreationOperation=true}}");
    Node deletions = denied.get("VersionsAreRemovedByTheJanitor");
    assertThat(deletions.at("Action")).hasToString("[s3:DeleteObject, s3:DeleteObjectVersion]");
    assertThat(deletions.at("Resource")).hasToString(versions);
    assertThat(deletions.at("Condition"))
        .hasToString(
            "{ArnNotEquals={aws:PrincipalArn=[{Fn::GetAtt=[Janitor, Arn]},"
                + " {Fn::If=[HasJanitorFunction, {Ref=JanitorFunctionRoleArn},"
                + " {Ref=AWS::NoValue}]}]}}");
    String key = BlobKey.ofVersion(ArtifactName.parse("app"), VersionNumber.of(7), "").value();
    assertThat("prefix/" + key).matches(".*/.{12}/.*");
  }

  @Test
  void tableHasTheKeysTheIndexAndTheSettingsOfTheSetup() {
    Node table = template.at("Resources", "Table", "Properties");
    assertThat(keys(table.at("KeySchema"))).isEqualTo(keys(TableLayout.KEYS));
    Node index = table.at("GlobalSecondaryIndexes", 0);
    assertThat(index.at("IndexName")).hasToString(TableLayout.ARTIFACTS_INDEX);
    assertThat(keys(index.at("KeySchema"))).isEqualTo(keys(TableLayout.INDEX_KEYS));
    assertThat(index.at("Projection", "ProjectionType"))
        .hasToString(TableLayout.INDEX.projection().projectionTypeAsString());
    assertThat(
            table.at("AttributeDefinitions").list().stream()
                .map(one -> one.at("AttributeName").toString())
                .collect(Collectors.toSet()))
        .isEqualTo(
            TableLayout.ATTRIBUTES.stream()
                .map(one -> one.attributeName())
                .collect(Collectors.toSet()));
    assertThat(table.at("TimeToLiveSpecification", "AttributeName"))
        .hasToString(ItemStore.EXPIRES_AT);
    assertThat(table.at("DeletionProtectionEnabled")).hasToString("true");
    assertThat(table.at("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"))
        .hasToString("true");
  }

  private static Map<String, String> keys(Node schema) {
    return schema.list().stream()
        .collect(
            Collectors.toMap(
                one -> one.at("AttributeName").toString(), one -> one.at("KeyType").toString()));
  }

  private static Map<String, String> keys(List<KeySchemaElement> schema) {
    return schema.stream()
        .collect(
            Collectors.toMap(KeySchemaElement::attributeName, KeySchemaElement::keyTypeAsString));
  }
}
