require('../../main.js').more();
