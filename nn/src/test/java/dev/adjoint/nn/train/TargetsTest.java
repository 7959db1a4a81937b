package dev.adjoint.nn.train;

import java.util.List;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.Standardizer;
import dev.adjoint.nn.loss.BinaryCrossEntropy;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.loss.SigmoidCrossEntropy;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.metric.BinaryAccuracy;
import dev.adjoint.nn.metric.ConfusionMatrix;
import dev.adjoint.nn.metric.Roc;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Targets that do not fit outputs are refused by whatever compares the two; they would broadcast, or be taken for others. */
class TargetsTest {
  private static final Tensor SCORES = Tensor.of(new double[][]{{3, 1, 2}, {0, -1, 5}, {1, 2, 0}, {9, 8, 7}});
  private static final Tensor LABELS = Tensor.of(0, 2, 1, 2);
  private static final Tensor COLUMN = LABELS.reshape(4, 1);
  private static final Tensor ONE_HOT = LABELS.oneHot(3);
  private static final Tensor LOGITS = Tensor.zeros(4, 1);

  static List<Arguments> misfits() {
    return List.of(
        row("accuracy: outputs FLOAT64[4, 3] need class indices INT32[4] or probabilities of their shape, "
            + "got INT32[4, 1]; reshape them to [4]", () -> new Accuracy().of(SCORES, COLUMN)),
        row("accuracy: outputs FLOAT64[4, 3] need class indices INT32[4] or probabilities of their shape, "
            + "got INT32[4, 3]; argmax(-1) makes indices of rows with a one",
            () -> new Accuracy().of(SCORES, ONE_HOT.cast(DType.INT32))),
        row("accuracy: outputs FLOAT64[4, 3] need class indices INT32[4] or probabilities of their shape, "
            + "got FLOAT64[4]", () -> new Accuracy().of(SCORES, LABELS.cast(DType.FLOAT64))),
        row("accuracy: outputs FLOAT64[4, 3] need class indices INT32[4] or probabilities of their shape, "
            + "got FLOAT64[1, 3]", () -> new Accuracy().of(SCORES, ONE_HOT.slice(0, 0, 1))),
        row("accuracy: label 3 of row 1, but 3 logits", () -> new Accuracy().of(SCORES, Tensor.of(0, 3, 1, 2))),
        row("accuracy: outputs FLOAT64[4, 1] have one number for each example, where there is no class to choose; "
            + "for yes or no use SigmoidCrossEntropy and BinaryAccuracy",
            () -> new Accuracy().of(LOGITS, Tensor.ones(4, 1))),
        row("confusionMatrix: outputs FLOAT64[4, 3] need class indices INT32[4], got INT32[4, 1]; "
            + "reshape them to [4]", () -> ConfusionMatrix.of(SCORES, COLUMN)),
        row("confusionMatrix: outputs FLOAT64[4, 3] need class indices INT32[4], got FLOAT64[4, 3]; "
            + "argmax(-1) makes indices of rows with a one", () -> ConfusionMatrix.of(SCORES, ONE_HOT)),
        row("confusionMatrix: label -1 of row 0, but 3 logits",
            () -> ConfusionMatrix.of(SCORES, Tensor.of(-1, 2, 1, 2))),
        row("binaryAccuracy: outputs FLOAT64[4, 1] need targets of their shape, got FLOAT64[4]",
            () -> new BinaryAccuracy(0).of(LOGITS, Tensor.zeros(4))),
        row("binaryAccuracy: the threshold is NaN", () -> new BinaryAccuracy(Double.NaN)),
        row("roc: outputs FLOAT64[2, 3] need targets of their shape, got FLOAT64[3, 2]",
            () -> Roc.of(Tensor.zeros(2, 3), Tensor.zeros(3, 2))),
        row("roc: score 1 of FLOAT64[2] is NaN", () -> Roc.of(Tensor.of(1, Double.NaN), Tensor.of(1.0, 0))),
        row("crossEntropy: outputs FLOAT64[4, 3] need class indices INT32[4] or probabilities of their shape, "
            + "got INT32[4, 1]; reshape them to [4]", () -> new CrossEntropy().of(SCORES, COLUMN)),
        row("crossEntropy: outputs FLOAT64[4, 1] have one number for each example, where there is no class to choose; "
            + "for yes or no use SigmoidCrossEntropy and BinaryAccuracy",
            () -> new CrossEntropy().of(LOGITS, Tensor.of(0, 0, 0, 0))),
        row("sigmoidCrossEntropy: targets are probabilities, but these are between 0.0 and 2.0",
            () -> new SigmoidCrossEntropy().of(LOGITS, COLUMN.cast(DType.FLOAT64))),
        row("binaryCrossEntropy: targets are probabilities, but these are between -1.0 and 1.0",
            () -> new BinaryCrossEntropy().of(LOGITS.sigmoid(), COLUMN.cast(DType.FLOAT64).sub(1))),
        row("standardizer: inputs FLOAT64[5, 3] have other features than those it was fit to, FLOAT64[1, 1]",
            () -> Standardizer.fit(SCORES.slice(1, 0, 1)).apply(Tensor.zeros(5, 3))),
        row("standardizer: inputs FLOAT64[3] have other features than those it was fit to, FLOAT64[1, 3]",
            () -> Standardizer.fit(SCORES).apply(Tensor.zeros(3))));
  }

  private static Arguments row(String message, Executable work) {
    return arguments(message, work);
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void misfitsAreRefused(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
