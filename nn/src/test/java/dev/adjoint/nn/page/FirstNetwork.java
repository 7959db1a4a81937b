package dev.adjoint.nn.page;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.CrossEntropy;
import dev.adjoint.nn.metric.Accuracy;
import dev.adjoint.nn.optim.Adam;
import dev.adjoint.nn.train.Plan;
import dev.adjoint.nn.train.Trainer;

import static dev.adjoint.nn.layer.Activation.TANH;

/** Whether a point of the square lies in the unit circle. */
public final class FirstNetwork {

  public static void main(String[] args) {
    var points = Tensor.uniform(DType.FLOAT32.tensor(1000, 2), 1).mul(3).sub(1.5); // [n, 2], the same for the same seed
    var inside = points.square().sum(1).less(1).cast(DType.INT32); // class 0 or 1: INT32 [n]
    var data = new Dataset(points, inside).split(0.2, 1);

    var network = new Sequential(new Dense(2, 16), TANH, new Dense(16, 2)).initialize(DType.FLOAT32, 1);
    var trainer = new Trainer(network, new CrossEntropy(), new Adam(0.01));
    var history = trainer.fit(data.train(), data.test(),
        Plan.epochs(100).batchSize(50).metrics(new Accuracy()).seed(1));

    System.out.println(network.summary());
    System.out.println("accuracy on points it never saw: " + history.last().scores().metric("accuracy"));
    var model = network.compile(); // in use: a program for each type of batch, which reads the parameters anew
    System.out.println(model.apply(Tensor.of(new float[][]{{0.1f, 0.2f}, {1.2f, 1.1f}})).argmax(1));
  }
}
