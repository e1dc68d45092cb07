package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.TableLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * What IAM decides for a request: one action on one resource, in a context. A request may need
 * several, such as a transaction, which is one for each of its items.
 *
 * @param action the action, such as {@code dynamodb:PutItem}
 * @param resource the ARN, with {@link Role#BUCKET} and {@link Role#TABLE} in place of the names
 * @param context the keys that conditions of policies may refer to, with their values
 */
record IamCheck(String action, String resource, Map<String, List<String>> context) {
  private static final String TABLE = Role.TABLE;
  private static final String BUCKET = "arn:aws:s3:::" + Role.BUCKET;

  /** A path of an expression, or a word of its language, or a value. */
  private static final Pattern WORD = Pattern.compile("[#:]?[A-Za-z_]\\w*(\\.#?\\w+|\\[\\d+])*");

  private static final Set<String> WORDS =
      Set.of(
          "SET",
          "REMOVE",
          "ADD",
          "DELETE",
          "AND",
          "OR",
          "NOT",
          "IN",
          "BETWEEN",
          "attribute_exists",
          "attribute_not_exists",
          "attribute_type",
          "begins_with",
          "contains",
          "size",
          "if_not_exists",
          "list_append");

  /**
   * Returns what IAM decides for a request.
   *
   * <p>S3: <i>Required permissions for Amazon S3 API operations</i>, and the condition keys of
   * <i>Actions, resources, and condition keys for Amazon S3</i>. DynamoDB: <i>Using IAM policy
   * conditions for fine-grained access control</i>.
   */
  static List<IamCheck> of(SdkRequest request) {
    List<IamCheck> s3 = ofS3(request);
    return s3.isEmpty() ? ofDynamoDb(request) : s3;
  }

  @SuppressWarnings("deprecation") // the SDK puts the key of a copy's source there
  private static List<IamCheck> ofS3(SdkRequest request) {
    if (request instanceof PutObjectRequest put) {
      return List.of(creation(put.key(), put.ifNoneMatch()));
    } else if (request instanceof CompleteMultipartUploadRequest completion) {
      return List.of(creation(completion.key(), completion.ifNoneMatch()));
    } else if (request instanceof CopyObjectRequest copy) {
      return List.of(
          creation(copy.destinationKey(), copy.ifNoneMatch())
              .with("s3:x-amz-copy-source", source(copy.copySource(), copy.sourceKey())),
          sourceOf(source(copy.copySource(), copy.sourceKey())));
    } else if (request instanceof CreateMultipartUploadRequest creation) {
      return List.of(part(creation.key()));
    } else if (request instanceof UploadPartRequest part) {
      return List.of(part(part.key()));
    } else if (request instanceof UploadPartCopyRequest part) {
      return List.of(
          part(part.destinationKey())
              .with("s3:x-amz-copy-source", source(part.copySource(), part.sourceKey())),
          sourceOf(source(part.copySource(), part.sourceKey())));
    } else if (request instanceof GetObjectRequest read) {
      return read(read.key());
    } else if (request instanceof HeadObjectRequest head) {
      return read(head.key());
    } else if (request instanceof DeleteObjectRequest delete) {
      String action = delete.versionId() == null ? "DeleteObject" : "DeleteObjectVersion";
      return List.of(object(action, delete.key()));
    } else if (request instanceof AbortMultipartUploadRequest abort) {
      return List.of(object("AbortMultipartUpload", abort.key()));
    } else if (request instanceof ListPartsRequest list) {
      return List.of(object("ListMultipartUploadParts", list.key()));
    } else if (request instanceof ListMultipartUploadsRequest) {
      return List.of(new IamCheck("s3:ListBucketMultipartUploads", BUCKET, secure()));
    } else if (request instanceof ListObjectsV2Request list) {
      return List.of(
          new IamCheck("s3:ListBucket", BUCKET, secure())
              .with("s3:prefix", list.prefix())
              .with("s3:delimiter", list.delimiter())
              .with("s3:max-keys", list.maxKeys()));
    }
    return List.of();
  }

  /** Returns the bucket and key of a copy's source, as in its header. */
  private static String source(@Nullable String copySource, @Nullable String sourceKey) {
    String key =
        copySource == null
            ? Objects.requireNonNull(sourceKey)
            : copySource.replaceFirst("^/?[^/]+/", "");
    return "/" + Role.BUCKET + "/" + key;
  }

  private static IamCheck sourceOf(String source) {
    return new IamCheck("s3:GetObject", "arn:aws:s3:::" + source.substring(1), secure());
  }

  private static Map<String, List<String>> secure() {
    return new TreeMap<>(Map.of("aws:SecureTransport", List.of("true")));
  }

  private static IamCheck object(String action, String key) {
    return new IamCheck("s3:" + action, BUCKET + "/" + key, secure());
  }

  private static IamCheck creation(String key, @Nullable String ifNoneMatch) {
    return object("PutObject", key)
        .with("s3:ObjectCreationOperation", "true")
        .with("s3:if-none-match", ifNoneMatch);
  }

  private static IamCheck part(String key) {
    return object("PutObject", key).with("s3:ObjectCreationOperation", "false");
  }

  /** Without the second, S3 does not report a missing object as such. */
  private static List<IamCheck> read(String key) {
    return List.of(object("GetObject", key), new IamCheck("s3:ListBucket", BUCKET, secure()));
  }

  private static List<IamCheck> ofDynamoDb(SdkRequest request) {
    if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.transactItems().stream().map(IamCheck::ofItem).toList();
    } else if (request instanceof DescribeTableRequest) {
      return List.of(new IamCheck("dynamodb:DescribeTable", TABLE, secure()));
    } else if (request instanceof ScanRequest scan) {
      return List.of(
          new IamCheck("dynamodb:Scan", TABLE, secure())
              .with("dynamodb:Select", select(scan.projectionExpression())));
    } else if (request instanceof GetItemRequest read) {
      return List.of(
          item("GetItem", read.key())
              .attributes(
                  read.projectionExpression() == null ? Set.of() : read.key().keySet(),
                  read.expressionAttributeNames(),
                  read.projectionExpression())
              .with("dynamodb:Select", select(read.projectionExpression())));
    } else if (request instanceof QueryRequest query) {
      return List.of(of(query));
    } else if (request instanceof PutItemRequest put) {
      return List.of(
          item("PutItem", put.item())
              .attributes(
                  put.item().keySet(), put.expressionAttributeNames(), put.conditionExpression())
              .with("dynamodb:ReturnValues", orNone(put.returnValuesAsString())));
    } else if (request instanceof UpdateItemRequest update) {
      return List.of(
          item("UpdateItem", update.key())
              .attributes(
                  update.key().keySet(),
                  update.expressionAttributeNames(),
                  update.updateExpression(),
                  update.conditionExpression())
              .with("dynamodb:ReturnValues", orNone(update.returnValuesAsString())));
    } else if (request instanceof DeleteItemRequest delete) {
      return List.of(
          item("DeleteItem", delete.key())
              .attributes(
                  delete.key().keySet(),
                  delete.expressionAttributeNames(),
                  delete.conditionExpression())
              .with("dynamodb:ReturnValues", orNone(delete.returnValuesAsString())));
    }
    throw new IllegalStateException("what does " + request.getClass() + " need?");
  }

  private static IamCheck ofItem(TransactWriteItem one) {
    IamCheck check;
    if (one.put() != null) {
      Put put = one.put();
      check =
          item("PutItem", put.item())
              .attributes(
                  put.item().keySet(), put.expressionAttributeNames(), put.conditionExpression());
    } else if (one.update() != null) {
      Update update = one.update();
      check =
          item("UpdateItem", update.key())
              .attributes(
                  update.key().keySet(),
                  update.expressionAttributeNames(),
                  update.updateExpression(),
                  update.conditionExpression());
    } else if (one.delete() != null) {
      Delete delete = one.delete();
      check =
          item("DeleteItem", delete.key())
              .attributes(
                  delete.key().keySet(),
                  delete.expressionAttributeNames(),
                  delete.conditionExpression());
    } else {
      ConditionCheck condition = one.conditionCheck();
      return item("ConditionCheckItem", condition.key())
          .attributes(
              condition.key().keySet(),
              condition.expressionAttributeNames(),
              condition.conditionExpression())
          .with("dynamodb:ReturnValues", "NONE");
    }
    return check
        .with("dynamodb:ReturnValues", "NONE")
        .with("dynamodb:EnclosingOperation", "TransactWriteItems");
  }

  private static IamCheck of(QueryRequest query) {
    String partition = query.indexName() == null ? TableLayout.PK : "listed";
    String resource = query.indexName() == null ? TABLE : TABLE + "/index/" + query.indexName();
    String value = partitionValue(query, partition);
    return new IamCheck("dynamodb:Query", resource, secure())
        .with("dynamodb:LeadingKeys", value)
        .attributes(
            query.projectionExpression() == null ? Set.of() : Set.of(TableLayout.PK, "sk"),
            query.expressionAttributeNames(),
            query.projectionExpression())
        .with(
            "dynamodb:Select",
            query.indexName() == null
                ? select(query.projectionExpression())
                : "ALL_PROJECTED_ATTRIBUTES");
  }

  /** Returns the value that the key condition compares the partition key with. */
  private static String partitionValue(QueryRequest query, String partition) {
    String expression = query.keyConditionExpression();
    for (Map.Entry<String, String> name : query.expressionAttributeNames().entrySet()) {
      expression = expression.replace(name.getKey() + " ", name.getValue() + " ");
    }
    MatchResult equality =
        Pattern.compile("\\b" + partition + " = (:\\w+)")
            .matcher(expression)
            .results()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("no partition in " + query.keyConditionExpression()));
    return Objects.requireNonNull(query.expressionAttributeValues().get(equality.group(1))).s();
  }

  private static String select(@Nullable String projection) {
    return projection == null ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES";
  }

  private static String orNone(@Nullable String returned) {
    return returned == null ? "NONE" : returned;
  }

  private static IamCheck item(String action, Map<String, AttributeValue> keyOrItem) {
    String pk = Objects.requireNonNull(keyOrItem.get(TableLayout.PK)).s();
    return new IamCheck("dynamodb:" + action, TABLE, secure()).with("dynamodb:LeadingKeys", pk);
  }

  /** Adds the attributes that a request writes or names, those within others by the outer one. */
  private IamCheck attributes(
      Collection<String> written, Map<String, String> names, @Nullable String... expressions) {
    Set<String> attributes = new TreeSet<>(written);
    for (@Nullable String expression : expressions) {
      Stream<String> words =
          expression == null
              ? Stream.of()
              : WORD.matcher(expression).results().map(MatchResult::group);
      words
          .filter(word -> !word.startsWith(":") && !WORDS.contains(word))
          .map(word -> word.split("[.\\[]", -1)[0])
          .map(word -> word.startsWith("#") ? names.get(word) : word)
          .forEach(attributes::add);
    }
    return attributes.isEmpty() ? this : with("dynamodb:Attributes", attributes.toArray());
  }

  private IamCheck with(String key, @Nullable Object... values) {
    List<String> texts =
        new ArrayList<>(
            Arrays.stream(values).filter(Objects::nonNull).map(Object::toString).toList());
    if (texts.isEmpty()) {
      return this;
    }
    Map<String, List<String>> more = new TreeMap<>(context);
    more.put(key, texts);
    return new IamCheck(action, resource, more);
  }

  /** Returns the values of a key of the context. */
  List<String> values(String key) {
    return Optional.ofNullable(context.get(key)).orElse(List.of());
  }
}
