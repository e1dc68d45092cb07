package dev.versioned.cdk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cloudformation.include.CfnInclude;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableAttributes;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketAttributes;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

// Over 300 lines: a method for each setting of the template, most of it Javadoc.
/**
 * A repository of artifacts: its bucket, its table, and the roles reader, publisher, deployer and
 * janitor.
 *
 * <p>The resources are those of the CloudFormation template {@code versioned-repository.yaml},
 * which this construct includes as it is: the two cannot differ. Bucket and table stay when the
 * stack is deleted, and the table is protected from deletion. Run {@code versioned init} once after
 * the first deployment: it binds table and bucket to each other.
 *
 * <pre>{@code
 * VersionedRepository artifacts =
 *     VersionedRepository.Builder.create(stack, "Artifacts").tableName("acme-artifacts").build();
 * artifacts.grantRead(checkoutService);
 * artifacts.grantPublish(buildProject, "checkout");
 * }</pre>
 *
 * <p>The grants are the statements of the template's roles. Not thread-safe, as all of the CDK.
 */
public final class VersionedRepository extends Construct {
  private static final Pattern ARTIFACTS = Pattern.compile("[A-Za-z0-9_.*-]+");

  private final CfnInclude template;
  private final IBucket bucket;
  private final ITable table;
  private final RolePolicies policies;
  private final TreeSet<String> janitors = new TreeSet<>();

  private VersionedRepository(Construct scope, String id, Builder settings) {
    super(scope, id);
    this.template = IncludedTemplate.in(this, settings.parameters());
    if (settings.encryptionKey != null) {
      // CloudFormation's conditions may not refer to a resource, such as a key of this stack.
      template.getCondition("HasKmsKey").setExpression(Fn.conditionEquals("key", "key"));
    }
    CfnBucket cfnBucket = (CfnBucket) template.getResource("Bucket");
    this.bucket =
        Bucket.fromBucketAttributes(
            this,
            "BucketReference",
            BucketAttributes.builder()
                .bucketArn(cfnBucket.getAttrArn())
                .bucketName(cfnBucket.getRef())
                .encryptionKey(settings.encryptionKey)
                .build());
    CfnTable cfnTable = (CfnTable) template.getResource("Table");
    this.table =
        Table.fromTableAttributes(
            this,
            "TableReference",
            TableAttributes.builder()
                .tableArn(cfnTable.getAttrArn())
                .globalIndexes(List.of("artifacts"))
                .build());
    this.policies =
        new RolePolicies(
            Stack.of(this), cfnBucket, cfnTable, settings.encryptionKey, settings.prefix);
  }

  /**
   * Returns the bucket of the bytes. Its own grants know nothing of versions: use those of this
   * construct.
   *
   * @return the bucket
   */
  public IBucket bucket() {
    return bucket;
  }

  /**
   * Returns the table of versions and aliases. Its own grants know nothing of roles: use those of
   * this construct.
   *
   * @return the table
   */
  public ITable table() {
    return table;
  }

  /**
   * Returns the template's role that resolves, routes and downloads.
   *
   * @return the role
   */
  public IRole reader() {
    return role("Reader");
  }

  /**
   * Returns the template's role that publishes versions and puts {@code $LATEST}.
   *
   * @return the role
   */
  public IRole publisher() {
    return role("Publisher");
  }

  /**
   * Returns the template's role that moves aliases, runs rollouts and deletes versions.
   *
   * @return the role
   */
  public IRole deployer() {
    return role("Deployer");
  }

  /**
   * Returns the template's role that restores, collects garbage, checks and prunes.
   *
   * @return the role
   */
  public IRole janitor() {
    return role("Janitor");
  }

  /**
   * Allows a principal what the reader may: to resolve, route and download.
   *
   * @param grantee the principal, such as a function or a role
   * @param artifacts names of the artifacts, which may contain {@code *}; none for all artifacts
   * @return the grant
   * @throws IllegalArgumentException if a text is no name of an artifact
   */
  public Grant grantRead(IGrantable grantee, String... artifacts) {
    return grant("Reader", grantee, artifacts);
  }

  /**
   * Allows a principal to report how far it follows an alias, in addition to {@link #grantRead}.
   *
   * @param grantee the principal, such as a function or a role
   * @param artifacts names of the artifacts, which may contain {@code *}; none for all artifacts
   * @return the grant
   * @throws IllegalArgumentException if a text is no name of an artifact
   */
  public Grant grantReport(IGrantable grantee, String... artifacts) {
    check(grantee, artifacts);
    return grant(
        grantee, policies.report((CfnRole) template.getResource("Reader"), List.of(artifacts)));
  }

  /**
   * Allows a principal what the publisher may: to publish versions, and to put {@code $LATEST}.
   *
   * @param grantee the principal, such as the project of a build
   * @param artifacts names of the artifacts, which may contain {@code *}; none for all artifacts
   * @return the grant
   * @throws IllegalArgumentException if a text is no name of an artifact
   */
  public Grant grantPublish(IGrantable grantee, String... artifacts) {
    return grant("Publisher", grantee, artifacts);
  }

  /**
   * Allows a principal what the deployer may: to move aliases, run rollouts and delete versions.
   *
   * @param grantee the principal, such as the role of a pipeline
   * @param artifacts names of the artifacts, which may contain {@code *}; none for all artifacts
   * @return the grant
   * @throws IllegalArgumentException if a text is no name of an artifact
   */
  public Grant grantDeploy(IGrantable grantee, String... artifacts) {
    return grant("Deployer", grantee, artifacts);
  }

  /**
   * Allows a role what the janitor may: to restore and delete, collect garbage, check and prune.
   * The bucket's policy, which refuses the removal of versions by all others, exempts the role,
   * too.
   *
   * @param role the role, such as that of a scheduled function; in this stack, or imported by its
   *     ARN, since the bucket's policy names it
   * @return the grant
   */
  public Grant grantMaintain(IRole role) {
    Objects.requireNonNull(role, "role");
    Grant granted = grant("Janitor", role);
    janitors.add(role.getRoleArn());
    List<Object> exempt = new ArrayList<>();
    exempt.add(((CfnRole) template.getResource("Janitor")).getAttrArn());
    // As in the template.
    exempt.add(
        Fn.conditionIf(
            template.getCondition("HasJanitorFunction").getLogicalId(),
            template.getParameter("JanitorFunctionRoleArn").getValueAsString(),
            Aws.NO_VALUE));
    exempt.addAll(janitors);
    CfnBucketPolicy policy = (CfnBucketPolicy) template.getResource("BucketPolicy");
    policy.addPropertyOverride(
        "PolicyDocument.Statement."
            + policies.indexOf(policy, "VersionsAreRemovedByTheJanitor")
            + ".Condition.ArnNotEquals.aws:PrincipalArn",
        exempt);
    return granted;
  }

  private IRole role(String name) {
    String id = name + "Reference";
    return getNode().tryFindChild(id) instanceof IRole known
        ? known
        : Role.fromRoleArn(this, id, ((CfnRole) template.getResource(name)).getAttrArn());
  }

  private static void check(IGrantable grantee, String... artifacts) {
    Objects.requireNonNull(grantee, "grantee");
    for (String artifact : Objects.requireNonNull(artifacts, "artifacts")) {
      if (!ARTIFACTS.matcher(Objects.requireNonNull(artifact, "artifact")).matches()) {
        throw new IllegalArgumentException(
            "Cannot grant access to artifact '"
                + artifact
                + "': it is no name of an artifact; use the name, which may contain *");
      }
    }
  }

  private static Grant grant(IGrantable grantee, RolePolicies.Statement statement) {
    return Grant.addToPrincipal(
        GrantOnPrincipalOptions.builder()
            .grantee(grantee)
            .actions(statement.actions())
            .resourceArns(statement.resources())
            .conditions(statement.conditions())
            .build());
  }

  private Grant grant(String role, IGrantable grantee, String... artifacts) {
    check(grantee, artifacts);
    Grant all = null;
    for (RolePolicies.Statement statement :
        policies.statements((CfnRole) template.getResource(role), List.of(artifacts))) {
      Grant one = grant(grantee, statement);
      all = all == null ? one : all.combine(one);
    }
    return Objects.requireNonNull(all);
  }

  /** Builds repositories. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private final Map<String, Object> parameters = new HashMap<>();
    private String prefix = "";
    private @Nullable IKey encryptionKey;

    private Builder(Construct scope, String id) {
      this.scope = Objects.requireNonNull(scope, "scope");
      this.id = Objects.requireNonNull(id, "id");
      parameter("Prefix", prefix);
    }

    /**
     * Creates a builder; the name of the table must be set.
     *
     * @param scope the construct that will contain the repository, such as a stack
     * @param id its id in that scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets the name of the table.
     *
     * @param name the name
     * @return this builder
     */
    public Builder tableName(String name) {
      return parameter("TableName", name);
    }

    /**
     * Sets the name of the bucket. The default is a name that CloudFormation makes.
     *
     * @param name the name
     * @return this builder
     */
    public Builder bucketName(String name) {
      return parameter("BucketName", name);
    }

    /**
     * Sets the prefix of all keys in the bucket. The default is none.
     *
     * @param prefix folders that end with a slash, such as {@code artifacts/}
     * @return this builder
     */
    public Builder prefix(String prefix) {
      this.prefix = Objects.requireNonNull(prefix, "prefix");
      return parameter("Prefix", prefix);
    }

    /**
     * Sets the KMS key that encrypts the objects. The default is S3's own keys.
     *
     * @param key the key; its policy must let the account's policies decide, as the CDK's keys do
     * @return this builder
     */
    public Builder encryptionKey(IKey key) {
      this.encryptionKey = Objects.requireNonNull(key, "key");
      return parameter("KmsKeyArn", key.getKeyArn());
    }

    /**
     * Sets the principal that may assume the template's four roles. The default is the account,
     * whose policies then decide.
     *
     * @param arn the ARN of the principal
     * @return this builder
     */
    public Builder trustedPrincipal(String arn) {
      return parameter("TrustedPrincipal", arn);
    }

    /**
     * Sets how long S3 keeps bytes that {@code gc} or a user deleted. The default is 90 days.
     *
     * @param time whole days, at least one
     * @return this builder
     */
    public Builder noncurrentVersionExpiration(Duration time) {
      return parameter("NoncurrentDays", Objects.requireNonNull(time, "time").toDays());
    }

    /**
     * Turns Object Lock on: S3 refuses to remove object versions for a time (governance mode). Only
     * when the bucket is created.
     *
     * @param time whole days, at least one
     * @return this builder
     */
    public Builder objectLock(Duration time) {
      parameter("ObjectLockDays", Objects.requireNonNull(time, "time").toDays());
      return parameter("ObjectLock", "on");
    }

    private Builder parameter(String name, Object value) {
      parameters.put(name, Objects.requireNonNull(value, name));
      return this;
    }

    private Map<String, Object> parameters() {
      if (!parameters.containsKey("TableName")) {
        throw new IllegalStateException(
            "Cannot create repository " + id + ": the table has no name; call tableName");
      }
      return parameters;
    }

    /**
     * Creates the repository.
     *
     * @return the repository
     * @throws IllegalStateException if the table has no name
     */
    public VersionedRepository build() {
      return new VersionedRepository(scope, id, this);
    }
  }
}
