package dev.adjoint;

import java.util.stream.Stream;

import dev.adjoint.op.Axes;
import dev.adjoint.op.Index;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A mistake fails on the line that made it, and says what is wrong, with what, and often what to do. */
class ErrorsTest {
  private static final Tensor MATRIX = Tensor.ones(2, 3);
  private static final Tensor VECTOR = Tensor.ones(3);
  private static final Tensor NUMBER = Tensor.of(1.0);
  private static final Tensor FLOATS = Tensor.ones(DType.FLOAT32.tensor(2, 3));
  private static final Tensor INTS = Tensor.of(0, 1, 2);
  private static final Tensor MASK = Tensor.of(true, false, true);

  @ParameterizedTest
  @MethodSource
  void wrongUsesNameWhatIsWrong(String message, Executable wrong) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
  }

  private static Arguments row(String message, Executable wrong) {
    return arguments(message, wrong);
  }

  static Stream<Arguments> wrongUsesNameWhatIsWrong() {
    return Stream.of(shapes(), elementTypes(), axes(), lookups(), movements(), others()).flatMap(rows -> rows);
  }

  private static Stream<Arguments> shapes() {
    return Stream.of(
        row("matmul: inner dimensions differ: [32, 784] · [256, 10] (784 ≠ 256)",
            () -> Tensor.ones(32, 784).matmul(Tensor.ones(256, 10))),
        row("matmul: inner dimensions differ: [5, 2, 3] · [2, 3] (3 ≠ 2)", () -> Tensor.ones(5, 2, 3).matmul(MATRIX)),
        row("matmul: inner dimensions differ: [3] · [2, 3] (3 ≠ 2)", () -> VECTOR.matmul(MATRIX)),
        row("matmul: inner dimensions differ: [3, 2] · [3] (2 ≠ 3)", () -> MATRIX.transpose().matmul(VECTOR)),
        row("matmul: needs vectors or matrices: [2, 3] · []; multiply numbers with mul", () -> MATRIX.matmul(NUMBER)),
        row("matmul: shapes do not broadcast: [2] and [3] (2 ≠ 3)",
            () -> Tensor.ones(2, 4, 5).matmul(Tensor.ones(3, 5, 4))),
        row("dot: inner dimensions differ: [3] · [2] (3 ≠ 2)", () -> VECTOR.dot(Tensor.ones(2))),
        row("dot: needs two vectors: FLOAT64[3] and FLOAT64[2, 3]", () -> VECTOR.dot(MATRIX)),
        row("outer: needs two vectors: FLOAT64[2, 3] and FLOAT64[3]", () -> MATRIX.outer(VECTOR)),
        row("add: shapes do not broadcast: [2, 3] and [2] (3 ≠ 2)", () -> MATRIX.add(Tensor.ones(2))),
        row("where: shapes do not broadcast: [2] and [3] (2 ≠ 3)", () -> MASK.where(Tensor.ones(2), 0)),
        row("addBias: needs a batch [n, d] and one row [d]: FLOAT64[2, 3] and FLOAT64[2]",
            () -> MATRIX.addBias(Tensor.ones(2))),
        row("zeros: sizes must not be negative: [2, -3]", () -> Tensor.zeros(2, -3)),
        row("zeros: [65536, 65536] has more than 2^31 − 1 elements", () -> Tensor.zeros(65_536, 65_536)),
        row("array: 3 elements given for shape [2, 2], which has 4", () -> Tensor.of(Shape.of(2, 2), 1.0, 2, 3)),
        row("array: rows differ in length: 2 and 1 on axis 1", () -> Tensor.of(new double[][]{{1, 2}, {3}})),
        row("transpose: needs a matrix, got FLOAT64[3]; a vector becomes one with expandDims", VECTOR::transpose),
        row("diagonal: needs a matrix, got FLOAT64[3]", VECTOR::diagonal),
        row("broadcastTo: [2, 3] does not broadcast to [2, 4]", () -> MATRIX.broadcastTo(2, 4)),
        row("sumTo: [2] does not broadcast to [2, 3]", () -> MATRIX.sumTo(Shape.of(2))));
  }

  private static Stream<Arguments> elementTypes() {
    return Stream.of(
        row("add: element types differ: FLOAT64[2, 3] and FLOAT32[2, 3]; convert one of them, e.g. with cast(FLOAT64)",
            () -> MATRIX.add(FLOATS)),
        row("mul: element types differ: FLOAT64[3] and INT32[3]; convert one of them, e.g. with cast(FLOAT64)",
            () -> VECTOR.mul(INTS)),
        row("matmul: element types differ: FLOAT32[2, 3] and FLOAT64[3, 2]; convert one of them, e.g. with cast(FLOAT32)",
            () -> FLOATS.matmul(MATRIX.transpose())),
        row("concat: element types differ: FLOAT64[2, 3] and FLOAT32[2, 3]; convert one of them, e.g. with cast(FLOAT64)",
            () -> Tensor.concat(0, MATRIX, FLOATS)),
        row("where: element types differ: FLOAT64[3] and INT32[3]; convert one of them, e.g. with cast(FLOAT64)",
            () -> MASK.where(VECTOR, INTS)),
        row("add: needs numbers, got BOOL[3]; convert with cast(INT32)", () -> MASK.add(1)),
        row("div: needs floating-point elements, got INT32[3]; convert with cast(FLOAT64)", () -> INTS.div(2)),
        row("mean: needs floating-point elements, got INT32[3]; convert with cast(FLOAT64)", () -> INTS.mean()),
        row("variance: needs floating-point elements, got INT32[3]; convert with cast(FLOAT64)", () -> INTS.variance()),
        row("floorDiv: division by zero, for which INT32 has no number", () -> INTS.floorDiv(INTS)),
        row("mod: division by zero, for which INT32 has no number", () -> INTS.mod(0)),
        row("add: 3.0E9 is outside of INT32", () -> INTS.add(3e9)),
        row("count: needs BOOL elements, got INT32[3]", () -> INTS.count()),
        row("any: needs BOOL elements, got FLOAT64[3]", () -> VECTOR.any(0)),
        row("xor: needs BOOL elements, got INT32[3]", () -> INTS.xor(MASK)),
        row("equal: element types differ: BOOL[3] and INT32[3]; convert one of them, e.g. with cast(INT32)",
            () -> MASK.equal(INTS)),
        row("mul: 0.5 is not a whole number; convert INT32[] with cast(FLOAT64)", () -> Tensor.of(1).mul(0.5)),
        row("less: element types differ: INT32[3] and FLOAT64[3]; convert one of them, e.g. with cast(FLOAT64)",
            () -> INTS.less(VECTOR)),
        row("matmul: element types differ: INT32[3, 1] and FLOAT64[1, 3]; convert one of them, e.g. with cast(FLOAT64)",
            () -> INTS.expandDims(1).matmul(VECTOR.expandDims(0))),
        row("concat: element types differ: BOOL[3] and INT32[3]; convert one of them, e.g. with cast(INT32)",
            () -> Tensor.concat(0, MASK, INTS)),
        row("gelu: 0.5 is not a whole number; convert INT32[3] with cast(FLOAT64)", INTS::gelu),
        row("or: needs BOOL elements, got INT32[3]", () -> INTS.or(MASK)),
        row("exp: needs floating-point elements, got BOOL[3]; convert with cast(FLOAT64)", MASK::exp),
        row("matmul: needs floating-point elements, got INT32[3, 1]; convert with cast(FLOAT64)",
            () -> INTS.reshape(3, 1).matmul(INTS.reshape(1, 3))),
        row("variable: needs floating-point elements, got INT32[3]; convert with cast(FLOAT64)",
            () -> Tensor.variable(INTS)),
        row("uniform: needs floating-point elements, got INT32[2]; convert with cast(FLOAT64)",
            () -> Tensor.uniform(DType.INT32.tensor(2), 1)),
        row("where: needs BOOL elements, got INT32[3]", () -> INTS.where(VECTOR, VECTOR)),
        row("less: truth values have no order: BOOL[3] < BOOL[3]; combine them with and, or, xor, not",
            () -> MASK.less(MASK)),
        row("argmax: truth values have no order: BOOL[3]", () -> MASK.argmax(0)),
        row("less: 1.5 is not a whole number; convert INT32[3] with cast(FLOAT64)", () -> INTS.less(1.5)),
        row("where: -1.5 is not a truth value, 0 or 1; convert BOOL[3] with cast(FLOAT64)",
            () -> MASK.where(MASK, -1.5)),
        row("full: 2.5 is not a whole number; convert INT32[2] with cast(FLOAT64)",
            () -> Tensor.full(2.5, DType.INT32.tensor(2))),
        row("pad: 2.5 is not a whole number; convert INT32[3] with cast(FLOAT64)", () -> INTS.pad(0, 0, 1, 2.5)),
        row("sum: needs numbers, got BOOL[]; convert with cast(INT32)", Tensor.of(true)::sum),
        row("sumTo: needs numbers, got BOOL[3]; convert with cast(INT32)",
            () -> MASK.sumTo(MASK.shape())),
        row("prod: needs numbers, got BOOL[]; convert with cast(INT32)", Tensor.of(true)::prod),
        row("cast: 3.0E9 is outside of INT32", () -> Tensor.of(3e9).cast(DType.INT32)),
        row("cast: NaN is outside of INT32", () -> Tensor.of(Double.NaN).cast(DType.INT32)),
        row("toDoubles: FLOAT32[2, 3] asked for as FLOAT64; convert with cast(FLOAT64)", FLOATS::toDoubles),
        row("toInts: FLOAT64[3] asked for as INT32; convert with cast(INT32)", VECTOR::toInts));
  }

  private static Stream<Arguments> axes() {
    return Stream.of(row("sum: axis 2 is out of range: [2, 3] has rank 2", () -> MATRIX.sum(2)),
        row("sum: axis -3 is out of range: [2, 3] has rank 2", () -> MATRIX.sum(-3)),
        row("sum: axis 0 is out of range: [] has rank 0", () -> NUMBER.sum(0)),
        row("mean: axis 2 is out of range: [2, 3] has rank 2", () -> MATRIX.mean(2)),
        row("max: axis 1 is out of range: [3] has rank 1", () -> VECTOR.max(1)),
        row("prod: axis 1 is out of range: [3] has rank 1", () -> VECTOR.prod(1)),
        row("softmax: axis 1 is out of range: [3] has rank 1", () -> VECTOR.softmax(1)),
        row("softmax: axis -1 is out of range: [] has rank 0", NUMBER::softmax),
        row("logSoftmax: axis 1 is out of range: [3] has rank 1", () -> VECTOR.logSoftmax(1)),
        row("cumulativeSum: axis 1 is out of range: [3] has rank 1", () -> VECTOR.cumulativeSum(1)),
        row("concat: axis 2 is out of range: [2, 3] has rank 2", () -> Tensor.concat(2, MATRIX, MATRIX)),
        row("sum: axis -1 of [2, 3] is named twice in [1, -1]", () -> MATRIX.sum(Axes.of(1, -1))),
        row("permute: axis 0 of [2, 3] is named twice in [0, 0]", () -> MATRIX.permute(0, 0)),
        row("permute: [0] does not name each axis of [2, 3] once", () -> MATRIX.permute(0)),
        row("squeeze: axis 0 of [2, 3] has size 2, not 1", () -> MATRIX.squeeze(0)),
        row("expandDims: no place 4 for a new axis in [2, 3]", () -> MATRIX.expandDims(4)),
        row("stack: no place -4 for a new axis in [2, 3]", () -> Tensor.stack(-4, MATRIX, MATRIX)),
        row("max: axis 0 of FLOAT64[0, 2] has no elements", () -> Tensor.zeros(0, 2).max()),
        row("argmin: axis 0 of FLOAT64[0] has no elements", () -> Tensor.zeros(0).argmin()));
  }

  private static Stream<Arguments> lookups() {
    var table = Tensor.ones(2, 3);
    return Stream.of(
        row("indexSelect: index 2 (element 2 of INT32[3]) is outside of 0 … 1", () -> table.indexSelect(0, INTS)),
        row("indexSelect: index -1 (element 0 of INT32[]) is outside of 0 … 2",
            () -> table.indexSelect(1, Tensor.of(-1))),
        row("indexSelect: needs INT32 elements, got FLOAT64[3]", () -> table.indexSelect(0, VECTOR)),
        row("indexAdd: index 2 (element 2 of INT32[3]) is outside of 0 … 1",
            () -> table.indexAdd(0, INTS, Tensor.ones(3, 3))),
        row("indexAdd: adding along axis 0 of FLOAT64[2, 3] at indices INT32[3] needs FLOAT64[3, 3], got FLOAT64[2, 3]",
            () -> table.indexAdd(0, INTS, MATRIX)),
        row("gather: index 3 (element 1 of INT32[2, 1]) is outside of 0 … 2",
            () -> table.gather(1, Tensor.of(new int[][]{{0}, {3}}))),
        row("gather: FLOAT64[2, 3] and indices INT32[3] must agree in all axes but 1", () -> table.gather(1, INTS)),
        row("scatterAdd: index 3 (element 1 of INT32[2, 1]) is outside of 0 … 2",
            () -> table.scatterAdd(1, Tensor.of(new int[][]{{0}, {3}}), Tensor.ones(2, 1))),
        row("scatterAdd: indices INT32[2, 1] need FLOAT64[2, 1] to add, got FLOAT64[2, 3]",
            () -> table.scatterAdd(1, Tensor.of(new int[][]{{0}, {2}}), MATRIX)),
        row("oneHot: label 2 of row 2, but 2 classes", () -> INTS.oneHot(2)),
        row("oneHot: needs INT32 elements, got FLOAT64[3]", () -> VECTOR.oneHot(2)),
        row("get: index 2 is outside of axis 0 of [2, 3]", () -> table.get(2)),
        row("select: index -4 is outside of axis 1 of [2, 3]", () -> table.select(1, -4)));
  }

  private static Stream<Arguments> movements() {
    return Stream.of(row("reshape: [2, 3] has 6 elements, [4, 2] has 8", () -> MATRIX.reshape(4, 2)),
        row("reshape: cannot infer −1 of [-1, 4] for the 6 elements of [2, 3]", () -> MATRIX.reshape(-1, 4)),
        row("reshape: cannot infer −1 of [-1, 0] for the 6 elements of [2, 3]", () -> MATRIX.reshape(-1, 0)),
        row("reshape: only one size may be −1: [-1, -1]", () -> MATRIX.reshape(-1, -1)),
        row("slice: 1:4:1 is not within axis 1 of [2, 3]", () -> MATRIX.slice(1, 1, 4)),
        row("slice: -4:2:1 is not within axis 1 of [2, 3]", () -> MATRIX.slice(1, -4, 2)),
        row("slice: 0:3:0 is not within axis 1 of [2, 3]", () -> MATRIX.slice(1, 0, 3, 0)),
        row("slice: 3:0:-1 is not within axis 1 of [2, 3]", () -> MATRIX.slice(1, 3, 0, -1)),
        row("at: index 3 is outside of axis 1 of [2, 3]", () -> MATRIX.at(0, 3)),
        row("at: 1:4:1 is not within axis 1 of [2, 3]", () -> MATRIX.at(Index.all(), Index.range(1, 4))),
        row("setAt: :-4:1 is not within axis 1 of [2, 3]", () -> MATRIX.setAt(1, 0, Index.to(-4))),
        row("at: ::0 is not within axis 0 of [2, 3]", () -> MATRIX.at(Index.all().by(0))),
        row("at: [0, 0, 0] does not fit the 2 axes of [2, 3]: one place for each axis, and one ellipsis at most",
            () -> MATRIX.at(0, 0, 0)),
        row("at: 1.5 is no place on an axis: a whole number, or all(), from(2), to(-1), range(0, 4), newAxis(), ellipsis() of "
            + "Index; for a tensor of positions use indexSelect or gather", () -> MATRIX.at(1.5)),
        row("at: null is no place on an axis: a whole number, or all(), from(2), to(-1), range(0, 4), newAxis(), ellipsis() of "
            + "Index; for a tensor of positions use indexSelect or gather", () -> MATRIX.at((Object) null)),
        row("setAt: null is no place on an axis: a whole number, or all(), from(2), to(-1), range(0, 4), newAxis(), ellipsis() of "
            + "Index; for a tensor of positions use indexSelect or gather", () -> MATRIX.setAt(1, (Object[]) null)),
        row("at: INT32[2] is no place on an axis: a whole number, or all(), from(2), to(-1), range(0, 4), newAxis(), ellipsis() of "
            + "Index; for a tensor of positions use indexSelect or gather", () -> MATRIX.at(Tensor.of(0, 1))),
        row("at: the mask BOOL[3] is no place on an axis, as its values say how much it takes: use where, or indexSelect or "
            + "gather at the positions that nonzero() gives", () -> MATRIX.at(MASK)),
        row("setAt: [2] does not broadcast to [3]", () -> MATRIX.setAt(Tensor.ones(2), 0)),
        row("addAt: needs numbers, got BOOL[3]; convert with cast(INT32)", () -> MASK.addAt(1, 0)),
        row("slice: [0] to [1, 2] are not one bound for each axis of [2, 3]",
            () -> MATRIX.slice(new int[]{0}, new int[]{1, 2})),
        row("pad: [[1, 2]] is not {before, after} for each axis of [2, 3]", () -> MATRIX.pad(new int[][]{{1, 2}})),
        row("roll: axes [0] of [2, 3] need a shift each, got [1, 2]", () -> MATRIX.roll(new int[]{0}, 1, 2)),
        row("unfold: no windows of 4 elements, every 1, along axis 1 of [2, 3]", () -> MATRIX.unfold(1, 4, 1)),
        row("tril: needs a matrix, got FLOAT64[3]", VECTOR::tril),
        row("meshgrid: needs vectors, got FLOAT64[2, 3]", () -> Tensor.meshgrid(MATRIX)),
        row("bincount: index 2 (element 2 of INT32[3]) is outside of 0 … 1", () -> INTS.bincount(2)),
        row("searchSorted: rows [2, 3] need values that agree with them in all axes but the last, got FLOAT64[3]",
            () -> MATRIX.searchSorted(VECTOR)),
        row("split: sizes [1, 1] do not add up to axis 1 of [2, 3]", () -> MATRIX.split(1, 1, 1)),
        row("split: sizes [-1, 4] do not add up to axis 1 of [2, 3]", () -> MATRIX.split(1, -1, 4)),
        row("concat: FLOAT64[2, 3] and FLOAT64[3, 2] differ in more than axis 0",
            () -> Tensor.concat(0, MATRIX, Tensor.ones(3, 2))),
        row("concat: needs at least one tensor", () -> Tensor.concat(0)),
        row("stack: needs at least one tensor", () -> Tensor.stack(0)),
        row("pad: negative padding of [2, 3]: -1 before, 0 after; use slice to take away", () -> MATRIX.pad(0, -1, 0)),
        row("pad: negative padding of [2, 3]: 0 before, -2 after; use slice to take away",
            () -> MATRIX.pad(0, 0, -2, 7)));
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        row("softmaxCrossEntropy: logits FLOAT64[2, 3] need class indices INT32[2] or probabilities FLOAT64[2, 3], "
            + "got INT32[3]", () -> MATRIX.softmaxCrossEntropy(INTS)),
        row("softmaxCrossEntropy: logits FLOAT64[2, 3] need class indices INT32[2] or probabilities FLOAT64[2, 3], "
            + "got FLOAT64[3]", () -> MATRIX.softmaxCrossEntropy(VECTOR)),
        row("softmaxCrossEntropy: logits FLOAT64[2, 3] need class indices INT32[2] or probabilities FLOAT64[2, 3], "
            + "got FLOAT32[2, 3]", () -> MATRIX.softmaxCrossEntropy(FLOATS)),
        row("softmaxCrossEntropy: logits FLOAT64[] have no axis of classes",
            () -> NUMBER.softmaxCrossEntropy(Tensor.of(1))),
        row("clamp: bounds are out of order: 2.0 > 1.0", () -> VECTOR.clamp(2, 1)),
        row("arange: 0.0 to 1.0 by 0.0 has no end, or more than 2^31 − 1 numbers", () -> Tensor.arange(0, 1, 0)),
        row("linspace: cannot make -1 numbers", () -> Tensor.linspace(0, 1, -1)),
        row("drawUniform: a counter is one INT32 number, got FLOAT64[]",
            () -> NUMBER.drawUniform(DType.FLOAT64.tensor(2), 1)),
        row("toArray: FLOAT64[2, 3] does not fit double[]", () -> MATRIX.toArray(double[].class)),
        row("toArray: FLOAT64[2, 3] does not fit float[][]", () -> MATRIX.toArray(float[][].class)),
        row("toArray: FLOAT64[] does not fit double[]; read its one element with item()",
            () -> NUMBER.toArray(double[].class)),
        row("toDMatrixRMaj: FLOAT64[3] is not a matrix", VECTOR::toDMatrixRMaj),
        row("toSimpleMatrix: FLOAT64[] is not a matrix", NUMBER::toSimpleMatrix));
  }
}
