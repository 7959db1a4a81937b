package dev.adjoint.view;

import java.util.List;

import dev.adjoint.Op;
import dev.adjoint.op.Arithmetic;
import dev.adjoint.op.Comparison;
import dev.adjoint.op.LinearAlgebra;
import dev.adjoint.op.Movement;

/** An operation as it stands in a formula. */
final class Formula {
  private static final int LONGEST = 60;

  private Formula() {}

  /** The operation on operands of these names. */
  static String of(Op op, boolean scalar, List<String> x) {
    return switch (op) {
      case Arithmetic.Add _,Arithmetic.AddBias _ -> x.get(0) + " + " + x.get(1);
      case Arithmetic.Sub _ -> x.get(0) + " - " + x.get(1);
      case Arithmetic.Mul _ -> x.get(0) + (scalar ? " · " : " ⊙ ") + x.get(1);
      case Arithmetic.Div _ -> x.get(0) + " / " + x.get(1);
      case Arithmetic.Neg _ -> "-" + x.get(0);
      case Arithmetic.Reciprocal _ -> "1 / " + x.get(0);
      case Arithmetic.Square _ -> x.get(0) + "²";
      case Arithmetic.Sqrt _ -> "√" + x.get(0);
      case Arithmetic.Abs _ -> "|" + x.get(0) + "|";
      case Arithmetic.Power p -> x.get(0) + "^" + Quantity.number(p.exponent());
      case Arithmetic.Pow _ -> x.get(0) + "^" + x.get(1);
      case Comparison.Compare c -> x.get(0) + " " + c.relation() + " " + x.get(1);
      case LinearAlgebra.Matmul _ -> x.get(0) + " · " + x.get(1);
      case Movement.Transpose _ -> x.get(0) + "ᵀ";
      case Op.Leaf _ -> "";
      default -> op.name() + "(" + String.join(", ", x) + ")"; // operations are open: users add theirs
    };
  }

  /** The name of the operation and what it was made with: {@code sum axes=[1]}. */
  static String describe(Op op) {
    if (op instanceof Op.Leaf) {
      return op.toString();
    }
    if (!op.getClass().isRecord() || op.getClass().getRecordComponents().length == 0) {
      return op.name();
    }
    String text = op.toString();
    if (!text.endsWith("]")) {
      return op.name();
    }
    String inside = text.substring(text.indexOf('[') + 1, text.length() - 1);
    return op.name() + " " + (inside.length() > LONGEST ? inside.substring(0, LONGEST) + "…" : inside);
  }
}
