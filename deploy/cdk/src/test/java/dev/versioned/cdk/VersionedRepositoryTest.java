package dev.versioned.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.Key;

/** The construct: what it synthesises, and what its grants allow. */
@Tag("full")
class VersionedRepositoryTest {
  private App app;
  private Stack stack;

  @BeforeEach
  void stack() {
    Node.assume();
    app = new App();
    stack = new Stack(app, "Stack");
  }

  private VersionedRepository.Builder repository() {
    return VersionedRepository.Builder.create(stack, "Artifacts").tableName("acme");
  }

  private static Role role(Stack stack) {
    return Role.Builder.create(stack, "Grantee").assumedBy(new AccountRootPrincipal()).build();
  }

  @Test
  void repositoryHasTheResourcesOfTheTemplate() {
    repository().prefix("artifacts/").noncurrentVersionExpiration(Duration.days(7)).build();
    Template template = Template.fromStack(stack);
    template.resourceCountIs("AWS::S3::Bucket", 1);
    template.resourceCountIs("AWS::S3::BucketPolicy", 1);
    template.resourceCountIs("AWS::DynamoDB::Table", 1);
    template.resourceCountIs("AWS::IAM::Role", 4);
    template.hasResource(
        "AWS::DynamoDB::Table",
        Map.of(
            "DeletionPolicy",
            "Retain",
            "Properties",
            Map.of("TableName", "acme", "DeletionProtectionEnabled", true)));
    String text = template.toJSON().toString();
    assertThat(text).contains("artifacts/*/????????????/*", "NoncurrentDays=7");
    assertThat(template.findParameters("*"))
        .as("a deployment asks for none")
        .allSatisfy((name, parameter) -> assertThat(parameter).containsKey("Default"));
  }

  @Test
  void optionsReachTheTemplate() {
    VersionedRepository repository =
        repository()
            .bucketName("acme-artifacts")
            .trustedPrincipal("arn:aws:iam::123456789012:role/ci")
            .encryptionKey(new Key(stack, "Key"))
            .objectLock(Duration.days(5))
            .build();
    repository.grantPublish(role(stack));
    Template template = Template.fromStack(stack);
    String text = template.toJSON().toString();
    assertThat(text)
        .contains("acme-artifacts", "arn:aws:iam::123456789012:role/ci", "Fn::Equals=[on, on]")
        .contains("Days=5");
    assertThat(allowed(template)).contains("kms:Decrypt", "kms:GenerateDataKey");
  }

  @Test
  void twoRepositoriesFitInOneStack() {
    repository().build();
    VersionedRepository.Builder.create(stack, "Others").tableName("others").build();
    Template.fromStack(stack).resourceCountIs("AWS::DynamoDB::Table", 2);
  }

  @Test
  void tableNeedsAName() {
    VersionedRepository.Builder nameless = VersionedRepository.Builder.create(stack, "Artifacts");
    assertThatThrownBy(nameless::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot create repository Artifacts: the table has no name; call tableName");
  }

  @Test
  void grantAllowsWhatTheRoleOfTheTemplateMay() {
    VersionedRepository repository = repository().build();
    Stack other = new Stack(app, "Other");
    repository.grantDeploy(role(other));
    Template owner = Template.fromStack(stack);
    TreeSet<String> deployer = new TreeSet<>();
    for (Map<String, Object> role : owner.findResources("AWS::IAM::Role").values()) {
      for (Object policy : (List<?>) at(role, "Properties", "Policies")) {
        String text = policy.toString();
        if (text.contains("STATES#*") && text.contains("Sid=States,") && !text.contains("Scan")) {
          deployer.addAll(actions(at(policy, "PolicyDocument", "Statement")));
        }
      }
    }
    assertThat(deployer).contains("dynamodb:ConditionCheckItem");
    Template grantee = Template.fromStack(other);
    deployer.remove("kms:Decrypt"); // there is no key
    assertThat(allowed(grantee)).isEqualTo(deployer);
    assertThat(grantee.toJSON().toString())
        .as("references to another stack")
        .contains("Fn::ImportValue")
        .contains("ForAllValues:StringLike={dynamodb:LeadingKeys=[LABELS#*, ALIASES#*, LEDGER#*]}");
  }

  @Test
  void grantForAnArtifactAllowsNoOther() {
    VersionedRepository repository = repository().prefix("p/").build();
    repository.grantPublish(role(stack), "checkout", "team-*");
    Template template = Template.fromStack(stack);
    Map<String, ? extends Map<String, Object>> policies =
        template.findResources("AWS::IAM::Policy");
    assertThat(policies).hasSize(1);
    assertThat(policies.toString())
        .contains("[VERSIONS#checkout, VERSIONS#team-*]", "[UPLOADS#checkout, UPLOADS#team-*]")
        .contains("/p/checkout/*", "/p/team-*/*", "/p/.versioned", "REPOSITORY")
        .doesNotContain("VERSIONS#*", "/p/*");
  }

  @Test
  void grantReportAllowsToWriteReportsAlone() {
    VersionedRepository repository = repository().build();
    Stack other = new Stack(app, "Other");
    repository.grantReport(role(other), "checkout");
    Template grantee = Template.fromStack(other);
    assertThat(allowed(grantee))
        .containsExactlyInAnyOrder("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query");
    assertThat(grantee.toJSON().toString())
        .contains("dynamodb:LeadingKeys=[FLEET#checkout#*]")
        .doesNotContain("VERSIONS#");
  }

  @Test
  void grantForWhatIsNoArtifactIsRefused() {
    VersionedRepository repository = repository().build();
    Role role = role(stack);
    assertThatThrownBy(() -> repository.grantRead(role, "a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot grant access to artifact 'a/b': ");
    assertThatThrownBy(() -> repository.grantRead(role, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void grantMaintainExemptsTheRoleFromTheBucketsPolicy() {
    VersionedRepository repository = repository().build();
    repository.grantMaintain(role(stack));
    repository.grantRead(repository.janitor());
    Template.fromStack(stack)
        .hasResourceProperties(
            "AWS::S3::BucketPolicy",
            Map.of(
                "PolicyDocument",
                Map.of(
                    "Statement",
                    Match.arrayWith(
                        List.of(
                            Match.objectLike(
                                Map.of(
                                    "Sid",
                                    "VersionsAreRemovedByTheJanitor",
                                    "Condition",
                                    Map.of(
                                        "ArnNotEquals",
                                        Map.of(
                                            "aws:PrincipalArn",
                                            List.of(
                                                Map.of("Fn::GetAtt", Match.anyValue()),
                                                Map.of("Fn::If", Match.anyValue()),
                                                Map.of("Fn::GetAtt", Match.anyValue())))))))))));
  }

  /** Returns the actions that the policies of a stack allow, other than those of its roles. */
  private static Set<String> allowed(Template template) {
    TreeSet<String> allowed = new TreeSet<>();
    for (Map<String, Object> policy : template.findResources("AWS::IAM::Policy").values()) {
      allowed.addAll(actions(at(policy, "Properties", "PolicyDocument", "Statement")));
    }
    return allowed;
  }

  private static List<String> actions(Object statements) {
    List<String> actions = new ArrayList<>();
    for (Object one : (List<?>) statements) {
      Map<?, ?> statement = (Map<?, ?>) one;
      if (statement.get("Fn::If") instanceof List<?> choice) {
        statement = (Map<?, ?>) choice.get(1);
      }
      Object action = statement.get("Action");
      if (action instanceof List<?> several) {
        several.forEach(each -> actions.add(each.toString()));
      } else {
        actions.add(action.toString());
      }
    }
    return actions;
  }

  private static Object at(Object value, String... path) {
    Object found = value;
    for (String step : path) {
      found = ((Map<?, ?>) found).get(step);
    }
    return found;
  }
}
