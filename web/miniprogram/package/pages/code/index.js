require('../../main.js').code();
