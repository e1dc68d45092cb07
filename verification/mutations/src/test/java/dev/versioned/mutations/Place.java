package dev.versioned.mutations;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A piece of code, initially the one that a rule is marked above: the largest one that begins
 * there, which is a statement, a case or an argument. Above {@code &&}, or another operator, it is
 * the operand that follows; above {@code .name(...)}, a link of a chain, it is the chain up to
 * there.
 */
record Place(SourceFile file, TreePath path, boolean operand, boolean link) {
  private static final Map<Path, SourceFile> PARSED = new ConcurrentHashMap<>();

  /**
   * Finds the code that a rule is marked above.
   *
   * @throws IllegalStateException if the rule is marked nowhere, or above no code
   */
  static Place of(String rule) {
    Rules.Marker marker = Rules.find(rule);
    SourceFile file =
        PARSED.computeIfAbsent(marker.file(), path -> SourceFile.parse(path, Rules.text(path)));
    return below(file, marker.end());
  }

  /** Finds the code after a position of a file. */
  static Place below(SourceFile file, int position) {
    Search search = new Search(file, file.token(position));
    search.scan(file.unit(), null);
    if (search.found == null) {
      throw new IllegalStateException(
          "There is no code to change below the rule in " + file.path() + " at " + position);
    }
    return search.found;
  }

  /** Visits larger pieces first. */
  private static final class Search extends TreePathScanner<Void, Void> {
    private final SourceFile file;
    private final int position;
    private Place found;

    Search(SourceFile file, int position) {
      this.file = file;
      this.position = position;
    }

    private void found(Tree tree, boolean operand, boolean link) {
      if (found == null) {
        found = new Place(file, new TreePath(getCurrentPath(), tree), operand, link);
      }
    }

    private boolean isBetween(Tree before, Tree after) {
      return file.end(before) <= position && position < file.start(after);
    }

    @Override
    public Void scan(Tree tree, Void nothing) {
      if (tree != null && file.start(tree) == position && file.end(tree) > position) {
        found(tree, false, false);
      }
      return found == null ? super.scan(tree, null) : null;
    }

    @Override
    public Void visitBinary(BinaryTree tree, Void nothing) {
      if (isBetween(tree.getLeftOperand(), tree.getRightOperand())) {
        found(tree.getRightOperand(), true, false);
      }
      return super.visitBinary(tree, null);
    }

    @Override
    public Void visitConditionalExpression(ConditionalExpressionTree tree, Void nothing) {
      if (isBetween(tree.getCondition(), tree.getTrueExpression())) {
        found(tree.getTrueExpression(), true, false);
      } else if (isBetween(tree.getTrueExpression(), tree.getFalseExpression())) {
        found(tree.getFalseExpression(), true, false);
      }
      return super.visitConditionalExpression(tree, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
      if (tree.getMethodSelect() instanceof MemberSelectTree name
          && file.end(name.getExpression()) <= position
          && position < file.end(name)
          && file.text().charAt(position) == '.'
          && found == null) {
        found = new Place(file, getCurrentPath(), false, true);
      }
      return super.visitMethodInvocation(tree, null);
    }
  }

  Tree tree() {
    return path.getLeaf();
  }

  String text() {
    return file.text(tree());
  }

  private Place to(Tree child) {
    return new Place(file, new TreePath(path, child), false, false);
  }

  Place parent() {
    return new Place(file, path.getParentPath(), false, false);
  }

  /**
   * Returns the value of the code: the returned value, a variable's new value, an {@code if}'s
   * condition, the result of a lambda or a case.
   */
  Place value() {
    Tree tree = tree();
    Tree inner = null;
    if (tree instanceof ReturnTree is) {
      inner = is.getExpression();
    } else if (tree instanceof VariableTree is) {
      inner = is.getInitializer();
    } else if (tree instanceof ExpressionStatementTree is) {
      inner = is.getExpression();
    } else if (tree instanceof AssignmentTree is) {
      inner = is.getExpression();
    } else if (tree instanceof IfTree is) {
      inner = is.getCondition();
    } else if (tree instanceof LambdaExpressionTree is) {
      inner = is.getBody();
    } else if (tree instanceof CaseTree is) {
      inner = is.getBody();
    } else if (tree instanceof ParenthesizedTree is) {
      inner = is.getExpression();
    }
    return inner == null ? new Place(file, path, false, false) : to(inner).value();
  }

  /** Returns the condition in the code; in {@code a ? b : c} that is {@code a}. */
  Place condition() {
    Place value = value();
    return value.tree() instanceof ConditionalExpressionTree is && !(tree() instanceof IfTree)
        ? value.to(is.getCondition()).value()
        : value;
  }

  /** Returns the whole {@code a && b} that is marked at its operator, otherwise the condition. */
  Place binary() {
    Place binary = operand ? parent() : condition();
    if (!(binary.tree() instanceof BinaryTree)) {
      throw cannot("an operator with two operands");
    }
    return binary;
  }

  Place left() {
    Place binary = binary();
    return binary.to(((BinaryTree) binary.tree()).getLeftOperand());
  }

  Place right() {
    Place binary = binary();
    return binary.to(((BinaryTree) binary.tree()).getRightOperand());
  }

  private List<? extends ExpressionTree> arguments() {
    if (tree() instanceof MethodInvocationTree is) {
      return is.getArguments();
    } else if (tree() instanceof NewClassTree is) {
      return is.getArguments();
    }
    throw cannot("a call");
  }

  /** Returns an argument of a call, counted from 1. */
  Place argument(int number) {
    Place call = value();
    List<? extends ExpressionTree> arguments = call.arguments();
    if (number > arguments.size()) {
      throw cannot("a call with an argument " + number);
    }
    return call.to(arguments.get(number - 1));
  }

  private MemberSelectTree select() {
    if (tree() instanceof MethodInvocationTree is
        && is.getMethodSelect() instanceof MemberSelectTree name) {
      return name;
    }
    throw cannot("a call of something");
  }

  /** Returns the receiver of the call {@code a.b(c)}: {@code a}. */
  Place receiver() {
    Place call = value();
    return call.to(call.select().getExpression());
  }

  /** Returns the name in {@code a.b(c)}: {@code b}. */
  String name() {
    return value().select().getIdentifier().toString();
  }

  /** Returns a call without its arguments: {@code a.b}, or {@code new B}. */
  String called() {
    Place call = value();
    if (call.tree() instanceof MethodInvocationTree is) {
      return file.text(is.getMethodSelect());
    } else if (call.tree() instanceof NewClassTree is) {
      return "new " + file.text(is.getIdentifier());
    }
    throw cannot("a call");
  }

  /** Returns all arguments of the call that this is an argument of. */
  List<? extends ExpressionTree> siblings() {
    return parent().arguments();
  }

  /** Returns the statement that follows. */
  Place next() {
    if (tree() instanceof StatementTree && parent().tree() instanceof BlockTree block) {
      int next = block.getStatements().indexOf(tree()) + 1;
      if (next < block.getStatements().size()) {
        return parent().to(block.getStatements().get(next));
      }
    }
    throw cannot("a statement before another one");
  }

  /** Returns the statement whose block this is the first statement of. */
  Place branch() {
    if (parent().tree() instanceof BlockTree block && block.getStatements().get(0) == tree()) {
      return parent().parent();
    }
    throw cannot("the first statement of a block");
  }

  IllegalStateException cannot(String expected) {
    return new IllegalStateException(
        "This is not " + expected + ", in " + file.path() + ":\n" + text());
  }
}
