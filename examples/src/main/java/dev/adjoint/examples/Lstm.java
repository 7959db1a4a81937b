package dev.adjoint.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import dev.adjoint.control.Carry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import static dev.adjoint.DType.FLOAT64;

/**
 * A network of long short-term memory cells that predicts the next character of a text, a problem of ADBench. The text is read by one
 * scan: a compiled gradient does not grow with its length.
 */
@Command(name = "lstm", description = "ADBench: the loss of a recurrent network over time by scan, with its gradient.")
public final class Lstm implements Runnable {
  @Option(names = "--length", description = "How many characters (${DEFAULT-VALUE}).")
  private int length = 200;

  @Option(names = "--layers", description = "How many layers (${DEFAULT-VALUE}).")
  private int layers = 2;

  private static final int CHARACTERS = 14;

  /** Forget, input and output gate and change, each with a weight and a bias for each of b characters: [4, b]. */
  record Layer(Tensor weights, Tensor biases) {
  }

  /**
   * The parameters.
   *
   * @param in weights of what is read [b]
   * @param out weights of what is predicted [b]
   * @param bias of what is predicted [b]
   */
  record Network(List<Layer> layers, Tensor in, Tensor out, Tensor bias) {

    static Network random(int layers, int b, long seed) {
      var all = new ArrayList<Layer>();
      for (int i = 0; i < layers; i++) {
        all.add(new Layer(Tensor.normal(FLOAT64.tensor(4, b), seed + 2L * i),
            Tensor.normal(FLOAT64.tensor(4, b), seed + 2L * i + 1)));
      }
      return new Network(all, Tensor.normal(FLOAT64.tensor(b), seed + 97), Tensor.normal(FLOAT64.tensor(b), seed + 98),
          Tensor.normal(FLOAT64.tensor(b), seed + 99));
    }
  }

  /** What a layer remembers: [b]. */
  record State(Tensor hidden, Tensor cell) {
  }

  private static State next(Layer layer, State s, Tensor x) {
    var forget = gate(layer, 0, x).sigmoid();
    var ingate = gate(layer, 1, s.hidden()).sigmoid();
    var outgate = gate(layer, 2, x).sigmoid();
    var change = gate(layer, 3, s.hidden()).tanh();
    var cell = s.cell().mul(forget).add(ingate.mul(change));
    return new State(outgate.mul(cell.tanh()), cell);
  }

  private static Tensor gate(Layer layer, int gate, Tensor x) {
    return x.mul(layer.weights().get(gate)).add(layer.biases().get(gate));
  }

  /**
   * −1/(n b) Σₜ xₜ₊₁·(yₜ − log(Σ exp yₜ + 2)) for what the network predicts after reading up to xₜ.
   *
   * @param text characters as rows of zeros and a one, [n + 1, b]
   */
  static Tensor loss(Network network, Tensor text) {
    int n = text.shape().dim(0) - 1;
    int b = text.shape().dim(1);
    var start = network.layers().stream().map(_ -> new State(Tensor.zeros(b), Tensor.zeros(b))).toList();
    var read = Autodiff.scan((List<State> states, Tensor character) -> {
      var x = character.mul(network.in());
      var after = new ArrayList<State>();
      for (int i = 0; i < states.size(); i++) {
        after.add(next(network.layers().get(i), states.get(i), x));
        x = after.getLast().hidden();
      }
      return new Carry<List<State>, Tensor>(after, x.mul(network.out()).add(network.bias()));
    }, start, text.slice(0, 0, n));
    var y = read.output(); // [n, b]
    var logits = y.sub(y.exp().sum(-1).add(2).log().expandDims(1));
    return text.slice(0, 1, n + 1).mul(logits).sum().div(-n * b);
  }

  /** Random characters. */
  static Tensor text(int length, long seed) {
    return Tensor.uniform(FLOAT64.tensor(length), seed).mul(CHARACTERS).cast(dev.adjoint.DType.INT32)
        .oneHot(CHARACTERS);
  }

  @Override
  public void run() {
    var text = text(length + 1, 1);
    var network = Network.random(layers, CHARACTERS, 2);
    Function<Network, Tensor> objective = at -> loss(at, text);

    var at = Autodiff.valueAndGrad(objective).apply(network);
    System.out.printf(Locale.ROOT, "loss %.6f over %d characters, %d layers%n", at.value().item(), length, layers);
    System.out.println("gradient by the bias of the prediction " + at.gradient().bias());
    Ratio.print(objective, network);
  }
}
